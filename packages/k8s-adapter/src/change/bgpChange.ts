import type { Route as BgpRoute, Endpoints, WithheldReason } from '@fairlead/bgp-core';
import type { NeighborConfig } from '@fairlead/bgp-core/node';
import type { Update } from '@fairlead/bgp-core/wire';
import { prefixFamily } from '@fairlead/inet';
import type { Withholding } from '../decide/carriage.ts';
import { attributesKey } from '../decide/nodeView.ts';
import { neighborOf } from '../driver/bgp/neighbor.ts';
import { Outgoing, PathIds } from '../driver/bgp/outgoing.ts';
import type { Node } from '../model/node.ts';
import type { Peer } from '../model/peer.ts';
import type { Route } from '../model/route.ts';
import { endpointsOf } from '../virtual/router.ts';
import { objectionTo, Rehearsal } from '../virtual/rehearsal.ts';

/** What one node does about one peer when its configuration or its routes change. */
export interface PeerChange {
  readonly node: string;
  readonly peer: string;
  readonly session: SessionChange;
  readonly endpoints: Endpoints | null;
  /** What is sent, message by message, in order. */
  readonly updates: readonly Update[];
  /** Routes that the session cannot carry, each reason once. */
  readonly withheld: readonly WithheldRoutes[];
  /** How many routes the peer had and has. */
  readonly before: number;
  readonly after: number;
}

export interface WithheldRoutes {
  readonly family: string;
  readonly reason: WithheldReason;
}

export type SessionChange =
  /** Goes on. */
  | { readonly kind: 'kept' }
  /** Ends and begins again; `because` names the fields of the session that are others. */
  | { readonly kind: 'reset'; readonly because: readonly string[] }
  | { readonly kind: 'started' }
  | { readonly kind: 'ended' }
  /** There is none under the new configuration, which no session can have. */
  | { readonly kind: 'refused'; readonly because: string };

/** A node's side of a session: all that is sent follows from it. */
export interface Side {
  readonly node: Node;
  readonly peer: Peer;
  readonly routes: readonly Route[];
  readonly withheld: readonly Withholding[];
  /** What it says, lowered, before it says the routes: where the node is taken out (RFC 8326). */
  readonly lowered: readonly Route[];
  readonly password: string | null;
}

/** What becomes of a session and of what it told; `null` where nothing does. */
export function changeOfPeer(before: Side | null, after: Side | null): PeerChange | null {
  const common = {
    node: (after ?? before)?.node.name ?? '',
    peer: (after ?? before)?.peer.name ?? '',
    before: before?.routes.length ?? 0,
    after: after?.routes.length ?? 0,
  };
  const old = before === null ? null : configOf(before);
  const had = old === null || objectionTo(old) !== null ? null : before;
  if (after === null) {
    return had === null ? null : { ...common, session: { kind: 'ended' }, endpoints: null, ...NOTHING };
  }
  const config = configOf(after);
  if (old !== null && isSame(old, config) && sameRoutes(before?.routes ?? [], after.routes)) return null;
  const because = objectionTo(config);
  if (because !== null)
    return { ...common, session: { kind: 'refused', because }, endpoints: null, ...NOTHING };
  return { ...common, ...rehearsed(had, after) };
}

type Outcome = Pick<PeerChange, 'session' | 'endpoints' | 'updates' | 'withheld'>;

function rehearsed(before: Side | null, after: Side): Outcome {
  const config = configOf(after);
  const endpoints = endpointsOf(after.peer, after.node, config);
  const old = before === null ? null : configOf(before);
  if (before === null || old?.address !== config.address) {
    const session: SessionChange =
      before === null ? { kind: 'started' } : { kind: 'reset', because: ['address'] };
    const rehearsal = new Rehearsal(config, endpoints);
    const updates = rehearsal.advertise(outgoing(after));
    return { session, endpoints, updates, withheld: withheldBy(rehearsal, after) };
  }
  const rehearsal = new Rehearsal(old, endpointsOf(before.peer, before.node, old));
  const pathIds = new PathIds();
  rehearsal.advertise(outgoing(before, pathIds));
  const isLeaving = before.routes.length > 0 && after.lowered.length > 0;
  const farewell = isLeaving
    ? rehearsal.advertise(new Outgoing(after.peer, after.node, pathIds).routes(after.lowered, true))
    : [];
  const { outcome, updates } = rehearsal.change(config, outgoing(after, pathIds));
  const session: SessionChange =
    outcome.kind === 'applied' ? { kind: 'kept' } : { kind: 'reset', because: outcome.because };
  return { session, endpoints, updates: [...farewell, ...updates], withheld: withheldBy(rehearsal, after) };
}

/** By what is configured, and by what the two sides agree on. */
function withheldBy(rehearsal: Rehearsal, { withheld }: Side): readonly WithheldRoutes[] {
  const configured = withheld.map(({ reason, prefix }) => ({
    family: `${prefixFamily(prefix)}/unicast`,
    reason,
  }));
  const agreed = rehearsal.withheld().map(({ family, reason }) => ({ family, reason }));
  const found = [...configured, ...agreed];
  return [...new Map(found.map((each) => [`${each.family} ${each.reason}`, each])).values()];
}

function configOf({ peer, node, password }: Side): NeighborConfig {
  return neighborOf(peer, { node, bindsToNode: false }, password);
}

function isSame(a: NeighborConfig, b: NeighborConfig): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The routes as they go out; path identifiers stay those of their next hops. */
function outgoing({ peer, node, routes }: Side, pathIds = new PathIds()): readonly BgpRoute[] {
  return [...new Outgoing(peer, node, pathIds).routes(routes)];
}

function sameRoutes(a: readonly Route[], b: readonly Route[]): boolean {
  if (a.length !== b.length) return false;
  const known = new Set(a.map(routeKey));
  return b.every((route) => known.has(routeKey(route)));
}

function routeKey({ prefix, nextHop, attributes, bandwidth }: Route): string {
  return `${prefix} ${nextHop ?? ''} ${attributesKey(attributes)} ${bandwidth ?? ''}`;
}

const NOTHING = { updates: [], withheld: [] } as const;
