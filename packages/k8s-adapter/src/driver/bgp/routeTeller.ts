import type { Route as BgpRoute } from '@fairlead/bgp-core';
import type { Neighbor } from '@fairlead/bgp-core/node';
import type { Prefix } from '@fairlead/inet';
import type { Route, RouteChange } from '../../model/route.ts';
import type { Log } from '../log.ts';
import type { Outgoing } from './outgoing.ts';

/** Tells one neighbour its routes; one that cannot be said is set aside, and costs the others nothing. */
export class RouteTeller {
  readonly #neighbor: Neighbor;
  readonly #log: Log;
  #outgoing: Outgoing;
  #isLowered = false;
  /** By prefix and path. */
  readonly #refused = new Map<string, string>();

  constructor(neighbor: Neighbor, outgoing: Outgoing, log: Log) {
    this.#neighbor = neighbor;
    this.#outgoing = outgoing;
    this.#log = log;
  }

  /** Routes that cannot be said, and why. */
  get refused(): ReadonlyMap<string, string> {
    return this.#refused;
  }

  /** The neighbour should have these routes and no others; lowered ones on their way out. */
  advertise(routes: Iterable<Route>, isLowered: boolean = this.#isLowered): void {
    this.#isLowered = isLowered;
    const wanted = [...this.#outgoing.routes(routes, isLowered)];
    try {
      this.#neighbor.advertise(wanted);
      this.#refused.clear();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.#neighbor.advertise(this.#sound(wanted));
    }
  }

  apply({ prefix, nextHop, route }: RouteChange): void {
    const pathId = this.#outgoing.pathId(nextHop);
    if (route === null || this.#outgoing.withholding(route) !== null) {
      this.#withdraw(prefix, pathId);
      return;
    }
    const wanted = this.#outgoing.route(route, this.#isLowered);
    try {
      this.#neighbor.announce(wanted);
      this.#refused.delete(nameOf(wanted));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.#withdraw(prefix, pathId);
      this.#refuse(wanted, error.message);
    }
  }

  /** The session means something else for routes from now on. */
  reconfigure(outgoing: Outgoing, routes: Iterable<Route>): void {
    this.#outgoing = outgoing;
    this.advertise(routes);
  }

  /** How many of the routes do not go out, by reason: as the peer is configured, as the session agreed, or at all. */
  withheld(routes: Iterable<Route>): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    const count = (reason: string, more: number): void => {
      if (more > 0) counts.set(reason, (counts.get(reason) ?? 0) + more);
    };
    for (const route of routes) {
      const objection = this.#outgoing.withholding(route);
      if (objection !== null) count(objection.reason, 1);
    }
    for (const { reason, routes: number } of this.#neighbor.withheld()) count(reason, number);
    count('routeRefused', this.#refused.size);
    return counts;
  }

  #withdraw(prefix: Prefix, pathId: number): void {
    this.#neighbor.withdraw(prefix, pathId);
    this.#refused.delete(nameOf({ prefix, pathId }));
  }

  /** Those that can be said; the others are reported. */
  #sound(wanted: readonly BgpRoute[]): readonly BgpRoute[] {
    const before = new Map(this.#refused);
    this.#refused.clear();
    return wanted.filter((route) => {
      const objection = this.#neighbor.objectionTo(route);
      if (objection !== null) this.#refuse(route, objection, before);
      return objection === null;
    });
  }

  /** Said once until it changes. */
  #refuse(route: BgpRoute, why: string, before: ReadonlyMap<string, string> = this.#refused): void {
    const name = nameOf(route);
    const isNews = before.get(name) !== why;
    this.#refused.set(name, why);
    if (!isNews) return;
    const { name: peer } = this.#neighbor;
    this.#log.error({ peer, route: route.prefix, reason: 'routeRefused' }, `not announced: ${why}`);
  }
}

/** Whether bgp-core said no to what it was given. */
export function isRefusal(error: unknown): error is RangeError | TypeError {
  return error instanceof RangeError || error instanceof TypeError;
}

function nameOf({ prefix, pathId = 0 }: Pick<BgpRoute, 'prefix' | 'pathId'>): string {
  return pathId === 0 ? prefix : `${prefix} path ${pathId}`;
}
