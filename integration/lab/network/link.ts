import { run } from '../command.ts';
import type { Lab } from '../lab.ts';
import { createNamespace } from './namespace.ts';
import type { Namespace } from './namespace.ts';

/** One end of a cable: an interface to make, and the addresses with prefix length that it gets. */
export interface End {
  /** `null` is the namespace of this process. */
  readonly namespace: Namespace | null;
  readonly interface: string;
  readonly addresses?: readonly string[];
}

/** A layer 2 segment: a bridge in a namespace of its own. */
export interface Segment {
  readonly namespace: Namespace;
}

/** What connects a namespace to a segment. */
export interface Cable {
  /** Nothing passes any more; neither side is told, as where a switch between them fails. */
  readonly cut: () => Promise<void>;
  readonly mend: () => Promise<void>;
  /** Both sides lose the carrier. */
  readonly unplug: () => Promise<void>;
  readonly plug: () => Promise<void>;
}

export async function createSegment(lab: Lab, label: string): Promise<Segment> {
  const namespace = await createNamespace(lab, label);
  await ip(namespace, ['link', 'add', BRIDGE, 'type', 'bridge', 'mcast_snooping', '0']);
  await ip(namespace, ['link', 'set', BRIDGE, 'up']);
  return { namespace };
}

/** Connects two namespaces by a cable. */
export async function connect(lab: Lab, a: End, b: End): Promise<void> {
  const [from, to] = [lab.uniqueName(), lab.uniqueName()];
  await run(['ip', 'link', 'add', from, 'type', 'veth', 'peer', 'name', to]);
  await place(from, a);
  await place(to, b);
}

/** Connects a namespace to a segment. */
export async function plugIn(lab: Lab, { namespace }: Segment, end: End): Promise<Cable> {
  const port = `port${++ports}`;
  await connect(lab, end, { namespace, interface: port });
  const cable: Cable = {
    cut: async () => {
      await ip(namespace, ['link', 'set', port, 'nomaster']);
    },
    mend: async () => {
      await ip(namespace, ['link', 'set', port, 'master', BRIDGE]);
    },
    unplug: async () => {
      await ip(namespace, ['link', 'set', port, 'down']);
    },
    plug: async () => {
      await ip(namespace, ['link', 'set', port, 'up']);
    },
  };
  await cable.mend();
  return cable;
}

/** Runs `ip` inside a namespace, or here. */
export async function ip(namespace: Namespace | null, args: readonly string[]): Promise<string> {
  return await run(['ip', ...(namespace === null ? [] : ['-n', namespace.name]), ...args]);
}

async function place(link: string, { namespace, interface: name, addresses = [] }: End): Promise<void> {
  const move = namespace === null ? [] : ['netns', namespace.name];
  await run(['ip', 'link', 'set', link, ...move, 'name', name]);
  for (const address of addresses) await ip(namespace, ['address', 'add', address, 'dev', name]);
  await ip(namespace, ['link', 'set', name, 'up']);
}

let ports = 0;
const BRIDGE = 'bridge';
