import { Peer } from '@fairlead/bgp-core';
import type { Endpoints, Farewell, PeerConfig, Route } from '@fairlead/bgp-core';
import { readNeighbor, transportChange } from '@fairlead/bgp-core/node';
import type { NeighborConfig } from '@fairlead/bgp-core/node';
import type { IpAddress, Prefix } from '@fairlead/inet';
import { BgpEnd } from './bgpEnd.ts';
import type { PeerNews } from './bgpEnd.ts';
import { BgpWire } from './bgpWire.ts';
import { reversed, routerFor } from './router.ts';
import type { Timeline } from './timeline.ts';

export interface SessionOptions {
  readonly timeline: Timeline;
  readonly latency: number;
  readonly seed: number;
  /** What each side tells of the session. */
  readonly tell: (side: 'node' | 'router', news: PeerNews) => void;
}

/** A node and a router with a wire between them; each of the three can fail and come back. */
export class VirtualSession {
  readonly #options: SessionOptions;
  readonly #wire: BgpWire;
  #config: NeighborConfig;
  #endpoints: Endpoints;
  #routes: readonly Route[] = [];
  #node: BgpEnd | null = null;
  #router: BgpEnd | null = null;
  #seed: number;

  /** Throws a RangeError or TypeError for a configuration that no session can have. */
  constructor(config: NeighborConfig, endpoints: Endpoints, options: SessionOptions) {
    this.#config = config;
    this.#endpoints = endpoints;
    this.#options = options;
    this.#seed = options.seed;
    this.#wire = new BgpWire(options.timeline, options.latency);
    new Peer(peerOf(config));
  }

  get config(): NeighborConfig {
    return this.#config;
  }

  get local(): IpAddress {
    return this.#endpoints.local;
  }

  startNode(): void {
    if (this.#node !== null) return;
    this.#node = this.#plug('node', peerOf(this.#config), this.#endpoints);
    this.#node.act(() => this.#node?.peer.advertise(this.#routes));
  }

  killNode(): void {
    this.#unplug(this.#node);
    this.#node = null;
  }

  /** Ends the session with a word. */
  stopNode(how: Farewell): void {
    const node = this.#node;
    node?.act(() => {
      node.peer.stop(this.#options.timeline.now, how);
    });
  }

  startRouter(): void {
    this.#router ??= this.#plug('router', routerFor(peerOf(this.#config)), reversed(this.#endpoints));
  }

  killRouter(): void {
    this.#unplug(this.#router);
    this.#router = null;
  }

  cut(): void {
    this.#wire.cut();
  }

  mend(): void {
    this.#wire.mend();
  }

  /** What the router should have; it is told the difference. */
  advertise(routes: readonly Route[]): void {
    this.#routes = routes;
    this.#node?.act(() => this.#node?.peer.advertise(routes));
  }

  /** Takes another configuration; where the session ends for it, the router is made to fit. */
  configure(config: NeighborConfig, endpoints: Endpoints): void {
    const moved = transportChange(transportOf(this.#config), transportOf(config));
    this.#config = config;
    this.#endpoints = endpoints;
    const node = this.#node;
    const outcome = node?.act(() => node.peer.configure(peerOf(config), this.#options.timeline.now, moved));
    if (outcome?.kind === 'applied') return;
    const router = this.#router;
    router?.act(() => router.peer.configure(routerFor(peerOf(config)), this.#options.timeline.now));
  }

  /** The routes that the router has of the node, each with its next hop. */
  *routes(): IterableIterator<{ readonly prefix: Prefix; readonly nextHop: IpAddress | null }> {
    for (const family of ['ipv4/unicast', 'ipv6/unicast'] as const) {
      for (const { prefix, attributes } of this.#router?.peer.routes(family) ?? []) {
        yield { prefix, nextHop: attributes.nextHop?.address ?? null };
      }
    }
  }

  #plug(side: 'node' | 'router', config: PeerConfig, endpoints: Endpoints): BgpEnd {
    const { timeline, tell } = this.#options;
    const end = new BgpEnd(new Peer(config, this.#seed++), endpoints, timeline, this.#wire, (news) => {
      tell(side, news);
    });
    this.#wire.plug(end);
    end.start();
    return end;
  }

  #unplug(end: BgpEnd | null): void {
    if (end === null) return;
    end.die();
    this.#wire.unplug(end);
  }
}

function peerOf(config: NeighborConfig): PeerConfig {
  return readNeighbor(config, NOBODY).peer;
}

function transportOf(config: NeighborConfig): ReturnType<typeof readNeighbor>['transport'] {
  return readNeighbor(config, NOBODY).transport;
}

const NOBODY = { asn: 64_512, routerId: '192.0.2.1' };
