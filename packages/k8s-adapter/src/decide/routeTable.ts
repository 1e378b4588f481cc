import type { IpAddress, Prefix } from '@fairlead/inet';
import type { ObjectKey } from '../model/object.ts';
import type { Route, RouteChange } from '../model/route.ts';
import { Combiner } from './combine.ts';
import type { Offer } from './nodeView.ts';
import type { Verdict } from './reason.ts';
import type { Contribution } from './routesOf.ts';

/**
 * What each peer of a node should have. A prefix is announced while some Service contributes to it; the change of one Service
 * costs what that Service contributes, however many share its aggregates.
 */
export class RouteTable {
  readonly #byService = new Map<ObjectKey, readonly Contribution[]>();
  readonly #paths = new Map<string, Path>();
  readonly #byPeer = new Map<string, Map<string, Route>>();
  readonly #combiner = new Combiner();

  /** Takes what a Service contributes now instead of what it did; answers what the peers should learn. */
  replace(service: ObjectKey, contributions: readonly Contribution[]): readonly RouteChange[] {
    const before = this.#byService.get(service) ?? [];
    if (sameContributions(before, contributions)) return [];
    const touched = new Map<string, Path>();
    for (const contribution of contributions) this.#count(contribution, 1, touched);
    for (const contribution of before) this.#count(contribution, -1, touched);
    if (contributions.length === 0) this.#byService.delete(service);
    else this.#byService.set(service, contributions);
    const changes: RouteChange[] = [];
    for (const [key, path] of touched) this.#refresh(key, path, changes);
    return changes;
  }

  /** What the peer should have. */
  routes(peer: string): Iterable<Route> {
    return this.#byPeer.get(peer)?.values() ?? [];
  }

  /** How many routes the peer should have. */
  routeCount(peer: string): number {
    return this.#byPeer.get(peer)?.size ?? 0;
  }

  /** Whom the Service is announced to. */
  peersOf(service: ObjectKey): readonly string[] {
    return addressees(new Set(this.#byService.get(service)?.map(({ offer }) => offer)));
  }

  /** The Services that contribute anything. */
  services(): Iterable<ObjectKey> {
    return this.#byService.keys();
  }

  /** Where advertisements contradict each other, by prefix. */
  conflicts(): ReadonlyMap<Prefix, readonly Verdict[]> {
    const found = new Map<Prefix, readonly Verdict[]>();
    for (const { prefix, offers, peers } of this.#paths.values()) {
      if (offers.size < 2) continue;
      const conflicts = peers.flatMap(
        (peer) => this.#combiner.combine(addressing(peer, offers.keys())).conflicts,
      );
      if (conflicts.length > 0) found.set(prefix, conflicts);
    }
    return found;
  }

  #count(contribution: Contribution, change: 1 | -1, touched: Map<string, Path>): void {
    const { prefix, nextHop, offer, bandwidth } = contribution;
    const key = nextHop === null ? prefix : `${prefix} ${nextHop}`;
    const path = touched.get(key) ?? this.#paths.get(key) ?? emptyPath(prefix, nextHop);
    const share = path.offers.get(offer) ?? { count: 0, bandwidth: null };
    const count = share.count + change;
    const sum = bandwidth === null ? share.bandwidth : (share.bandwidth ?? 0) + change * bandwidth;
    if (count === 0) path.offers.delete(offer);
    else path.offers.set(offer, { count, bandwidth: sum });
    touched.set(key, path);
  }

  /** Finds what the peers of a path should learn, and notes that they did. */
  #refresh(key: string, path: Path, changes: RouteChange[]): void {
    const { prefix, nextHop, offers } = path;
    const peers = addressees(offers.keys());
    for (const peer of path.peers) {
      if (peers.includes(peer)) continue;
      this.#byPeer.get(peer)?.delete(key);
      changes.push({ peer, prefix, nextHop, route: null });
    }
    for (const peer of peers) {
      const route = this.#routeFor(path, peer);
      const known = this.#byPeer.get(peer);
      const before = known?.get(key);
      if (before?.attributes === route.attributes && before.bandwidth === route.bandwidth) continue;
      if (known === undefined) this.#byPeer.set(peer, new Map([[key, route]]));
      else known.set(key, route);
      changes.push({ peer, prefix, nextHop, route });
    }
    path.peers = peers;
    if (peers.length === 0) this.#paths.delete(key);
    else this.#paths.set(key, path);
  }

  #routeFor({ prefix, nextHop, offers }: Path, peer: string): Route {
    const addressed = addressing(peer, offers.keys());
    let bandwidth: number | null = null;
    for (const offer of addressed) {
      const share = offers.get(offer)?.bandwidth ?? null;
      if (share !== null) bandwidth = Math.max(bandwidth ?? 0, share);
    }
    return { prefix, nextHop, attributes: this.#combiner.combine(addressed).attributes, bandwidth };
  }
}

/** One prefix by one next hop. */
interface Path {
  readonly prefix: Prefix;
  readonly nextHop: IpAddress | null;
  /** The offers that some Service makes, with how many do and the sum of their bandwidths. */
  readonly offers: Map<Offer, { readonly count: number; readonly bandwidth: number | null }>;
  /** Who has been told. */
  peers: readonly string[];
}

function emptyPath(prefix: Prefix, nextHop: IpAddress | null): Path {
  return { prefix, nextHop, offers: new Map(), peers: [] };
}

function addressees(offers: Iterable<Offer>): readonly string[] {
  const [first, ...others] = offers;
  if (first === undefined) return [];
  return others.length === 0 ? first.peers : [...new Set([first, ...others].flatMap(({ peers }) => peers))];
}

function addressing(peer: string, offers: Iterable<Offer>): readonly Offer[] {
  return [...offers].filter(({ peers }) => peers.includes(peer));
}

function sameContributions(a: readonly Contribution[], b: readonly Contribution[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ prefix, nextHop, offer, bandwidth }, index) => {
      const other = b[index];
      return (
        other?.prefix === prefix &&
        other.nextHop === nextHop &&
        other.offer === offer &&
        other.bandwidth === bandwidth
      );
    })
  );
}
