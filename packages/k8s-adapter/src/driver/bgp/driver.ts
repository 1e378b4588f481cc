import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Speaker } from '@fairlead/bgp-core/node';
import type { Neighbor, NeighborConfig, NeighborStatus } from '@fairlead/bgp-core/node';
import type { Ending } from '@fairlead/bgp-core';
import { asn } from '@fairlead/inet';
import { network, NetworkError } from '@fairlead/netsys';
import type { Network } from '@fairlead/netsys';
import type { IpAddress, Millis } from '@fairlead/inet';
import type { Peer } from '../../model/peer.ts';
import type { Route, RouteChange } from '../../model/route.ts';
import type { Log } from '../log.ts';
import { neighborOf, routerIdOf } from './neighbor.ts';
import type { Self } from './neighbor.ts';
import { Outgoing, PathIds } from './outgoing.ts';
import { isRefusal, RouteTeller } from './routeTeller.ts';
import { machineSockets } from './sockets.ts';
import { Unnumbered } from './unnumbered/unnumbered.ts';

export interface BgpDriverOptions {
  readonly log: Log;
  /** Where neighbours may call. */
  readonly listen: readonly { readonly address: IpAddress; readonly port?: number }[];
  /** Sessions are others than before, or in another state. */
  readonly changed?: () => void;
  /** What a peer should have now; asked when it is new. */
  readonly routes: (peer: string) => Iterable<Route>;
  /** Why there is no session with a peer as it is configured; `null` once there may be one. */
  readonly refused?: (peer: Peer, why: string | null) => void;
  /** Where peers behind interfaces are looked for. */
  readonly network?: Network;
}

/** The sessions of one node: peers as they are configured, routes as they are decided. */
export class BgpDriver {
  readonly #options: BgpDriverOptions;
  readonly #speaker: Speaker;
  readonly #peers = new Map<string, Link>();
  /** Peers that cannot be configured, and why. */
  readonly #refused = new Map<string, string>();
  /** Those of them that were said, and why. */
  readonly #told = new Map<string, string>();
  readonly #pathIds = new PathIds();
  readonly #endings = new Map<string, Map<string, number>>();
  readonly #unnumbered: Unnumbered;
  #isLowered = false;
  #configured: Parameters<BgpDriver['configure']> | null = null;

  constructor(self: Self, options: BgpDriverOptions) {
    this.#options = options;
    this.#speaker = new Speaker({
      asn: asn(64512),
      routerId: routerIdOf(self.node),
      listen: options.listen,
      sockets: machineSockets,
    });
    this.#unnumbered = new Unnumbered({
      network: options.network ?? network,
      now: () => performance.now(),
      isUp: (router, link) => this.#isUp(`${router}%${link}`),
      changed: () => {
        if (this.#configured !== null) this.configure(...this.#configured);
      },
    });
    this.#speaker.on('refused', (address) => {
      this.#unnumbered.called(address);
    });
  }

  async start(): Promise<void> {
    await this.#speaker.start();
  }

  /** Begins, changes and ends sessions so that there is one with each of the peers. */
  configure(peers: readonly Peer[], self: Self, passwords: ReadonlyMap<string, string>): void {
    this.#configured = [peers, self, passwords];
    this.#unnumbered.keepOnly(
      new Set(peers.flatMap(({ at }) => (at.kind === 'interface' ? [at.interface] : []))),
    );
    const wanted = new Map(peers.map((peer) => [peer.name, peer]));
    for (const [name, link] of this.#peers) if (!wanted.has(name)) this.#end(name, link);
    for (const map of [this.#refused, this.#told])
      for (const name of map.keys()) if (!wanted.has(name)) map.delete(name);
    for (const peer of peers) this.#configure(peer, self, passwords.get(peer.name) ?? null);
    this.#options.changed?.();
  }

  #configure(peer: Peer, self: Self, password: string | null): void {
    if (peer.password !== null && password === null) {
      // Who watches Secrets says what is wrong with them.
      this.#refuse(peer, 'its password is not known yet', true);
      return;
    }
    const found = peer.at.kind === 'interface' ? this.#unnumbered.routerOn(peer.at.interface) : null;
    if (found !== null && 'why' in found) {
      this.#refuse(peer, found.why, found.isEarly);
      return;
    }
    try {
      this.#establish(peer, self, neighborOf(peer, self, password, found?.router));
    } catch (error) {
      // The configuration asks for what is not possible, or not here.
      if (!isRefusal(error) && !(error instanceof NetworkError)) throw error;
      this.#refuse(peer, error.message);
      return;
    }
    this.#refused.delete(peer.name);
    if (this.#told.delete(peer.name)) this.#options.refused?.(peer, null);
  }

  #isUp(address: string): boolean {
    return [...this.#peers.values()].some(
      ({ neighbor }) => neighbor.address === address && neighbor.status().session !== null,
    );
  }

  /** Tells peers what changed for them. */
  apply(changes: readonly RouteChange[]): void {
    for (const change of changes) this.#peers.get(change.peer)?.routes.apply(change);
  }

  lower(isLowered: boolean): void {
    if (isLowered === this.#isLowered) return;
    this.#isLowered = isLowered;
    for (const [name, { routes }] of this.#peers) routes.advertise(this.#options.routes(name), isLowered);
  }

  statuses(): readonly NeighborStatus[] {
    return [...this.#peers.values()].map(({ neighbor }) => neighbor.status());
  }

  /** How often sessions and attempts at one ended, by peer and reason. */
  get endings(): ReadonlyMap<string, ReadonlyMap<string, number>> {
    return this.#endings;
  }

  /** How many of a peer's routes do not go out, by reason. */
  withheld(peer: string): ReadonlyMap<string, number> {
    return this.#peers.get(peer)?.routes.withheld(this.#options.routes(peer)) ?? new Map();
  }

  /** Routes that cannot be said at all, and why. */
  refusedRoutes(): readonly RefusedRoute[] {
    return [...this.#peers].flatMap(([peer, { routes }]) =>
      [...routes.refused].map(([route, why]) => ({ peer, route, why })),
    );
  }

  /** Peers that there is no session with because their configuration cannot be used. */
  get refused(): ReadonlyMap<string, string> {
    return this.#refused;
  }

  /** Lets neighbours move away from our routes first, then takes the routes back and says goodbye. */
  async drain(span: Millis): Promise<void> {
    this.#forgetLinks();
    const carrying = [...this.#peers].filter(([, { neighbor }]) => neighbor.status().session !== null);
    if (span > 0 && carrying.length > 0) {
      for (const [name, link] of carrying) link.routes.advertise(this.#options.routes(name), true);
      await sleep(span);
    }
    for (const [, { neighbor }] of carrying) neighbor.advertise([]);
    if (carrying.length > 0) await sleep(WITHDRAWAL);
    await this.#speaker.stop({ text: 'this node stops announcing' });
  }

  /** Ends at once. */
  async close(): Promise<void> {
    this.#forgetLinks();
    await this.#speaker.stop();
  }

  #establish(peer: Peer, self: Self, config: NeighborConfig): void {
    const { log } = this.#options;
    const link = this.#peers.get(peer.name);
    const outgoing = new Outgoing(peer, self.node, this.#pathIds);
    if (link === undefined) {
      const neighbor = this.#speaker.addNeighbor(config);
      this.#follow(neighbor);
      const routes = new RouteTeller(neighbor, outgoing, log);
      this.#peers.set(peer.name, { neighbor, config, routes });
      routes.advertise(this.#options.routes(peer.name), this.#isLowered);
      return;
    }
    if (isDeepStrictEqual(link.config, config)) return;
    if (link.config.address !== config.address) {
      this.#end(peer.name, link);
      this.#establish(peer, self, config);
      return;
    }
    const outcome = link.neighbor.configure(config);
    this.#peers.set(peer.name, { ...link, config });
    log.info({ peer: peer.name, ...outcome }, 'peer reconfigured');
    link.routes.reconfigure(outgoing, this.#options.routes(peer.name));
  }

  #end(name: string, { neighbor }: Link): void {
    this.#speaker.removeNeighbor(neighbor);
    this.#peers.delete(name);
    this.#options.log.info({ peer: name }, 'peer removed');
  }

  /** `isEarly`: it may mend by itself; what does not is said later. */
  #refuse(peer: Peer, why: string, isEarly = false): void {
    const { name } = peer;
    const link = this.#peers.get(name);
    if (link !== undefined) this.#end(name, link);
    this.#refused.set(name, why);
    if (isEarly || this.#told.get(name) === why) return;
    this.#told.set(name, why);
    this.#options.log.error({ peer: name, reason: 'peerRefused' }, `no session with this peer: ${why}`);
    this.#options.refused?.(peer, why);
  }

  #forgetLinks(): void {
    this.#configured = null;
    this.#unnumbered.close();
  }

  #count(peer: string, { reason }: Ending): void {
    const reasons = this.#endings.get(peer) ?? new Map<string, number>();
    this.#endings.set(peer, reasons.set(reason, (reasons.get(reason) ?? 0) + 1));
  }

  #follow(neighbor: Neighbor): void {
    const { log, changed } = this.#options;
    for (const event of ['established', 'down', 'failed'] as const) neighbor.on(event, () => changed?.());
    const { name: peer, address } = neighbor;
    neighbor.on('established', ({ peerAsn, peerType }) => {
      log.info({ peer, address, peerAsn, peerType }, 'session established');
    });
    neighbor.on('down', (ending) => {
      this.#count(peer, ending);
      log.warn({ peer, address, ...wordsOf(ending) }, 'session down');
    });
    let lastFailure = '';
    neighbor.on('failed', (ending) => {
      this.#count(peer, ending);
      const words = wordsOf(ending);
      const failure = `${words.reason} ${words.detail ?? ''}`;
      if (failure !== lastFailure) log.warn({ peer, address, ...words }, 'no session yet');
      lastFailure = failure;
    });
    neighbor.on('malformedUpdate', (errors) => {
      log.warn({ peer, address, reason: 'malformedUpdate', errors: errors.length }, 'an UPDATE with errors');
    });
  }
}

export interface RefusedRoute {
  readonly peer: string;
  readonly route: string;
  readonly why: string;
}

interface Link {
  readonly neighbor: Neighbor;
  readonly config: NeighborConfig;
  readonly routes: RouteTeller;
}

function wordsOf({ reason, detail, received }: Ending): {
  readonly reason: string;
  readonly detail?: string;
  readonly notification?: string;
} {
  return {
    reason,
    ...(detail !== null && { detail }),
    ...(received !== null && { notification: `${received.code}/${received.subcode}` }),
  };
}

/** How long the last UPDATEs may take to leave, in milliseconds; the Cease behind them says the same. */
const WITHDRAWAL = 100;
