import type { IpAddress, Millis } from '@fairlead/inet';
import { asIfPresent, departure, NOT_YET_THERE } from '../decide/departure.ts';
import type { Departure } from '../decide/departure.ts';
import { eligibility } from '../decide/eligibility.ts';
import type { EligibilityOptions } from '../decide/eligibility.ts';
import { viewOf } from '../decide/nodeView.ts';
import type { NodeView } from '../decide/nodeView.ts';
import { RouteTable } from '../decide/routeTable.ts';
import { routesOf } from '../decide/routesOf.ts';
import type { Contributions } from '../decide/routesOf.ts';
import type { Config } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import type { ObjectKey } from '../model/object.ts';
import type { Peer } from '../model/peer.ts';
import type { Route, RouteChange } from '../model/route.ts';
import type { Service } from '../model/service.ts';
import type { ClusterState } from '../source/clusterState.ts';

export interface AnnouncerOptions {
  readonly state: ClusterState;
  readonly nodeName: string;
  readonly eligibility: EligibilityOptions;
  /** How long the node keeps its routes, lowered, when it is taken out. */
  readonly drain: Millis;
  /** Which addresses a Service has. */
  readonly addressesOf: (service: Service) => readonly IpAddress[];
}

/** What one node should announce by BGP, kept right Service by Service. */
export class Announcer {
  readonly #options: AnnouncerOptions;
  readonly #table = new RouteTable();
  #view: NodeView | null = null;
  #departure: Departure = NOT_YET_THERE;
  #config: Config | null = null;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  /** The node as of the last `look`; `null` while there is none. */
  get node(): Node | null {
    return this.#view?.node ?? null;
  }

  get peers(): readonly Peer[] {
    return this.#view?.peers ?? [];
  }

  /** Until when its routes are lowered and no longer there then; `null` where they are not. */
  get leavingUntil(): Millis | null {
    return this.#departure.kind === 'leaving' ? this.#departure.until : null;
  }

  routes(peer: string): Iterable<Route> {
    return this.#table.routes(peer);
  }

  routeCount(peer: string): number {
    return this.#table.routeCount(peer);
  }

  /** Whom the Service is announced to. */
  peersOf(service: ObjectKey): readonly string[] {
    return this.#table.peersOf(service);
  }

  /** Looks at configuration and nodes again; answers whether Services must be placed anew. */
  look(now: Millis): boolean {
    const view = this.#look(now);
    const { state } = this.#options;
    const isSame = this.#config === state.config && saysTheSame(this.#view, view);
    this.#config = state.config;
    if (!isSame) this.#view = view;
    return !isSame;
  }

  #look(now: Millis): NodeView | null {
    const { state, nodeName, drain, eligibility: options } = this.#options;
    const nodes = [...state.nodes.values()];
    const node = state.nodes.get(nodeName);
    if (node === undefined) {
      this.#departure = NOT_YET_THERE;
      return null;
    }
    const view = viewOf(node, nodes, state.config, eligibility(nodes, options));
    this.#departure = departure(this.#departure, view.verdict, now, drain);
    return this.#departure.kind === 'leaving' ? asIfPresent(view) : view;
  }

  /** Places one Service; answers what peers should learn. */
  place(key: ObjectKey): readonly RouteChange[] {
    return this.#table.replace(key, this.explain(key)?.contributions ?? []);
  }

  /** Places all Services, and forgets those that are gone. */
  placeAll(): readonly RouteChange[] {
    const keys = new Set([...this.#options.state.services.keys(), ...this.#table.services()]);
    return [...keys].flatMap((key) => this.place(key));
  }

  /** The Services that anything is announced of. */
  announced(): Iterable<ObjectKey> {
    return this.#table.services();
  }

  /** What the Service contributes, and why it is not more; `null` where there is no such Service or node. */
  explain(key: ObjectKey): Contributions | null {
    const { state, addressesOf } = this.#options;
    const service = state.services.get(key);
    if (service === undefined || this.#view === null) return null;
    return routesOf(service, addressesOf(service), state.endpoints(key), this.#view);
  }
}

/** Of one configuration, whether two views differ for no Service: other nodes count only where they are next hops. */
function saysTheSame(a: NodeView | null, b: NodeView | null): boolean {
  if (a === null || b === null) return a === b;
  const concernsOthers = [...b.offers.values()].some((offers) =>
    offers.some(({ pathLimit }) => pathLimit !== null),
  );
  return a.node === b.node && a.verdict.reason === b.verdict.reason && !concernsOthers;
}
