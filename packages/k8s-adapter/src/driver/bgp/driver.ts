import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Speaker } from '@fairlead/bgp-core/node';
import type { Neighbor, NeighborConfig, NeighborStatus } from '@fairlead/bgp-core/node';
import type { Route as BgpRoute, Ending } from '@fairlead/bgp-core';
import { asn } from '@fairlead/inet';
import { NetworkError } from '@fairlead/netsys';
import type { IpAddress, Millis } from '@fairlead/inet';
import type { Peer } from '../../model/peer.ts';
import type { Route, RouteChange } from '../../model/route.ts';
import type { Log } from '../log.ts';
import { AttributeMaker } from './attributes.ts';
import { neighborOf, routerIdOf } from './neighbor.ts';
import type { Self } from './neighbor.ts';
import { machineSockets } from './sockets.ts';

export interface BgpDriverOptions {
  readonly log: Log;
  /** Where neighbours may call. */
  readonly listen: readonly { readonly address: IpAddress; readonly port?: number }[];
  /** What a peer should have now; asked when it is new. */
  readonly routes: (peer: string) => Iterable<Route>;
}

/** The sessions of one node: peers as they are configured, routes as they are decided. */
export class BgpDriver {
  readonly #options: BgpDriverOptions;
  readonly #speaker: Speaker;
  readonly #peers = new Map<string, Link>();
  /** Peers that cannot be configured, and why. */
  readonly #refused = new Map<string, string>();
  readonly #pathIds = new Map<IpAddress, number>();
  readonly #endings = new Map<string, Map<string, number>>();
  #isDraining = false;

  constructor(self: Self, options: BgpDriverOptions) {
    this.#options = options;
    this.#speaker = new Speaker({
      asn: asn(64512),
      routerId: routerIdOf(self.node),
      listen: options.listen,
      sockets: machineSockets,
    });
  }

  async start(): Promise<void> {
    await this.#speaker.start();
  }

  /** Begins, changes and ends sessions so that there is one with each of the peers. */
  configure(peers: readonly Peer[], self: Self, passwords: ReadonlyMap<string, string>): void {
    const wanted = new Map(peers.map((peer) => [peer.name, peer]));
    for (const [name, link] of this.#peers) if (!wanted.has(name)) this.#end(name, link);
    for (const name of this.#refused.keys()) if (!wanted.has(name)) this.#refused.delete(name);
    for (const peer of peers) {
      try {
        const password = passwords.get(peer.name) ?? null;
        if (peer.password !== null && password === null)
          throw new RangeError('its password is not known yet');
        this.#establish(peer, neighborOf(peer, self, password));
        this.#refused.delete(peer.name);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        this.#refuse(peer.name, error.message);
      }
    }
  }

  /** Tells peers what changed for them. */
  apply(changes: readonly RouteChange[]): void {
    for (const { peer, prefix, nextHop, route } of changes) {
      const link = this.#peers.get(peer);
      if (link === undefined) continue;
      if (route === null) link.neighbor.withdraw(prefix, this.#pathId(nextHop));
      else link.neighbor.announce(this.#outgoing(route, link.maker));
    }
  }

  statuses(): readonly NeighborStatus[] {
    return [...this.#peers.values()].map(({ neighbor }) => neighbor.status());
  }

  /** How often sessions and attempts at one ended, by peer and reason. */
  get endings(): ReadonlyMap<string, ReadonlyMap<string, number>> {
    return this.#endings;
  }

  /** Peers that there is no session with because their configuration cannot be used. */
  get refused(): ReadonlyMap<string, string> {
    return this.#refused;
  }

  /** Lets neighbours move away from our routes first, then takes the routes back and says goodbye. */
  async drain(span: Millis): Promise<void> {
    const carrying = [...this.#peers].filter(([, { neighbor }]) => neighbor.status().session !== null);
    if (span > 0 && carrying.length > 0) {
      this.#isDraining = true;
      for (const [name, link] of carrying) this.#advertiseAll(name, link);
      await sleep(span);
    }
    for (const [, { neighbor }] of carrying) neighbor.advertise([]);
    if (carrying.length > 0) await sleep(WITHDRAWAL);
    await this.#speaker.stop({ text: 'this node stops announcing' });
  }

  /** Ends at once. */
  async close(): Promise<void> {
    await this.#speaker.stop();
  }

  #establish(peer: Peer, config: NeighborConfig): void {
    const link = this.#peers.get(peer.name);
    if (link === undefined) {
      const neighbor = this.#speaker.addNeighbor(config);
      this.#follow(neighbor);
      const added: Link = { neighbor, config, maker: new AttributeMaker(peer.localAsn) };
      this.#peers.set(peer.name, added);
      this.#advertiseAll(peer.name, added);
      return;
    }
    if (isDeepStrictEqual(link.config, config)) return;
    if (link.config.address !== config.address) {
      this.#end(peer.name, link);
      this.#establish(peer, config);
      return;
    }
    const outcome = link.neighbor.configure(config);
    this.#peers.set(peer.name, { ...link, config });
    this.#options.log.info({ peer: peer.name, ...outcome }, 'peer reconfigured');
  }

  #end(name: string, { neighbor }: Link): void {
    this.#speaker.removeNeighbor(neighbor);
    this.#peers.delete(name);
    this.#options.log.info({ peer: name }, 'peer removed');
  }

  #refuse(name: string, why: string): void {
    const link = this.#peers.get(name);
    if (link !== undefined) this.#end(name, link);
    if (this.#refused.get(name) === why) return;
    this.#refused.set(name, why);
    this.#options.log.error({ peer: name, reason: 'peerRefused' }, `no session with this peer: ${why}`);
  }

  #advertiseAll(name: string, { neighbor, maker }: Link): void {
    neighbor.advertise(map(this.#options.routes(name), (route) => this.#outgoing(route, maker)));
  }

  #outgoing(route: Route, maker: AttributeMaker): BgpRoute {
    return {
      prefix: route.prefix,
      pathId: this.#pathId(route.nextHop),
      attributes: this.#isDraining ? maker.loweredAttributesOf(route) : maker.attributesOf(route),
    };
  }

  /** The same for a next hop for as long as this process lives. */
  #pathId(nextHop: IpAddress | null): number {
    if (nextHop === null) return 0;
    const known = this.#pathIds.get(nextHop);
    if (known !== undefined) return known;
    const fresh = this.#pathIds.size + 1;
    this.#pathIds.set(nextHop, fresh);
    return fresh;
  }

  #count(peer: string, { reason }: Ending): void {
    const reasons = this.#endings.get(peer) ?? new Map<string, number>();
    this.#endings.set(peer, reasons.set(reason, (reasons.get(reason) ?? 0) + 1));
  }

  #follow(neighbor: Neighbor): void {
    const { log } = this.#options;
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

/** The configuration asks for what is not possible, or not here. */
function isRefusal(error: unknown): error is Error {
  return error instanceof RangeError || error instanceof TypeError || error instanceof NetworkError;
}

interface Link {
  readonly neighbor: Neighbor;
  readonly config: NeighborConfig;
  readonly maker: AttributeMaker;
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

function* map<T, U>(items: Iterable<T>, make: (item: T) => U): Iterable<U> {
  for (const item of items) yield make(item);
}

/** How long the last UPDATEs may take to leave, in milliseconds; the Cease behind them says the same. */
const WITHDRAWAL = 100;
