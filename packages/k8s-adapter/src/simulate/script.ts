import { refOf } from '../dialect/metadata.ts';
import { isClusterScoped } from '../dialect/registry.ts';
import type { SourceObject } from '../dialect/source.ts';
import { formatRef } from '../model/object.ts';
import type { ObjectKey } from '../model/object.ts';

/** What happens to a cluster, and how fast the world is. Times are in milliseconds. */
export interface Script {
  /** Chance is drawn from it: the same seed gives the same outcome. */
  readonly seed: number;
  /** How long it all takes; `null` is two minutes after the last event. */
  readonly duration: number | null;
  readonly timing: Timing;
  readonly events: readonly ScriptEvent[];
}

export interface Timing {
  /** After how much silence a speaker counts as dead (`--lease-duration`). */
  readonly lease: number;
  /** After how long a dead Node is NotReady, and its endpoints are not ready. */
  readonly notReady: number;
  /** The longest that a change takes from the API server to a speaker. */
  readonly watch: number;
  /** How long a frame or segment is on its way. */
  readonly wire: number;
  /** How long a speaker that stops keeps its lowered routes (`--drain`). */
  readonly drain: number;
}

/** `index` is its place in the script. */
export type ScriptEvent = { readonly at: number; readonly index: number } & Happening;

export type Happening =
  | { readonly kind: 'node'; readonly node: string; readonly does: NodeDoing }
  | { readonly kind: 'peer'; readonly peer: string; readonly does: 'die' | 'return' | 'restart' }
  /** The path of a node to one peer, or with `null` the interface of the node. */
  | {
      readonly kind: 'link';
      readonly node: string;
      readonly peer: string | null;
      readonly does: 'fail' | 'repair';
    }
  | { readonly kind: 'endpoints'; readonly service: ObjectKey; readonly nodes: readonly string[] }
  | { readonly kind: 'apply'; readonly objects: readonly SourceObject[] }
  | { readonly kind: 'delete'; readonly object: string };

/** `die` is a power failure, `isolate` loses the API server alone, `stop` ends the speaker in order. */
export type NodeDoing = (typeof NODE_DOINGS)[number];

export const NODE_DOINGS = [
  'die',
  'return',
  'isolate',
  'rejoin',
  'drain',
  'undrain',
  'stop',
  'start',
] as const;

export const DEFAULT_TIMING: Timing = { lease: 6000, notReady: 40_000, watch: 50, wire: 1, drain: 3000 };

/** The event in the words of the script. */
export function describeEvent(event: Happening): string {
  switch (event.kind) {
    case 'node':
      return `node ${event.node}: ${event.does}`;
    case 'peer':
      return `peer ${event.peer}: ${event.does}`;
    case 'link':
      return `link ${event.node}${event.peer === null ? '' : ` to ${event.peer}`}: ${event.does}`;
    case 'endpoints':
      return `service ${event.service}: endpoints on ${event.nodes.length === 0 ? 'no node' : event.nodes.join(', ')}`;
    case 'apply':
      return `apply ${event.objects.map(nameOf).join(', ')}`;
    case 'delete':
      return `delete ${event.object}`;
  }
}

function nameOf(source: SourceObject): string {
  const ref = refOf(source, isClusterScoped);
  return ref === null ? 'something without a name' : formatRef(ref);
}
