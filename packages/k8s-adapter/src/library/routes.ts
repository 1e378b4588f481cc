import { peerDocument } from '../plan/routeDocument.ts';
import type { RouteDocument } from '../plan/routeDocument.ts';
import type { Plan } from '../plan/plan.ts';
import { plan } from './plan.ts';
import type { PlanWishes } from './plan.ts';
import type { Input } from './input.ts';

/** A route that a node announces to a peer. */
export interface AnnouncedRoute extends RouteDocument {
  readonly node: string;
  readonly peer: string;
}

export interface RoutesWishes extends PlanWishes {
  /** Only what this node announces. */
  readonly node?: string;
  /** Only what this peer is told. */
  readonly peer?: string;
}

/** All routes that the nodes announce to their peers, by node, peer and prefix. */
export function routes(
  input: Input | Plan,
  { node, peer, ...wishes }: RoutesWishes = {},
): readonly AnnouncedRoute[] {
  const planned = isPlan(input) ? input : plan(input, wishes);
  return planned.cluster.nodes
    .filter(({ name }) => node === undefined || name === node)
    .flatMap((each) =>
      planned.routes(each).peers.flatMap((told) => {
        if (peer !== undefined && told.peer.name !== peer) return [];
        return peerDocument(told).routes.map((route) => ({
          node: each.name,
          peer: told.peer.name,
          ...route,
        }));
      }),
    );
}

export function isPlan(input: Input | Plan): input is Plan {
  return typeof input === 'object' && 'allocations' in input && 'routes' in input;
}
