import { Peer } from '@fairlead/bgp-core';
import type { Configured, Endpoints, PeerConfig, Route, Withheld } from '@fairlead/bgp-core';
import { readNeighbor, transportChange } from '@fairlead/bgp-core/node';
import type { NeighborConfig, Transport } from '@fairlead/bgp-core/node';
import type { Update } from '@fairlead/bgp-core/wire';
import { BgpEnd } from './bgpEnd.ts';
import { BgpWire } from './bgpWire.ts';
import { reversed, routerFor } from './router.ts';
import { Timeline } from './timeline.ts';

/** A session with a router on a virtual wire, to see what would be sent to the real one. */
export class Rehearsal {
  readonly #timeline = new Timeline();
  readonly #node: BgpEnd;
  readonly #router: BgpEnd;
  #transport: Transport;
  #updates: Update[] = [];

  /** Throws a RangeError or TypeError for a configuration that no session can have. */
  constructor(config: NeighborConfig, endpoints: Endpoints) {
    const { transport, peer } = divided(config);
    const wire = new BgpWire(this.#timeline, 0);
    this.#transport = transport;
    this.#node = new BgpEnd(new Peer(peer, 1), endpoints, this.#timeline, wire, () => undefined);
    const router = new Peer(routerFor(peer), 2);
    this.#router = new BgpEnd(router, reversed(endpoints), this.#timeline, wire, (news) => {
      if (news.kind === 'update') this.#updates.push(news.update.detach());
    });
    wire.plug(this.#node);
    wire.plug(this.#router);
    this.#node.start();
    this.#router.start();
    this.#establish();
  }

  /** Replaces all routes that the router should have; answers the UPDATEs that told it. */
  advertise(routes: Iterable<Route>): readonly Update[] {
    this.#node.act(() => this.#node.peer.advertise(routes));
    this.#timeline.run(this.#timeline.now);
    const updates = this.#updates;
    this.#updates = [];
    return updates;
  }

  /** Takes another configuration and other routes; where the session ends for it, the router is made to fit and there is another. */
  change(
    config: NeighborConfig,
    routes: Iterable<Route>,
  ): { readonly outcome: Configured; readonly updates: readonly Update[] } {
    const { transport, peer } = divided(config);
    const moved = transportChange(this.#transport, transport);
    this.#transport = transport;
    const outcome = this.#node.peer.configure(peer, this.#timeline.now, moved);
    this.#node.peer.advertise(routes);
    if (outcome.kind === 'sessionReset') {
      this.#router.act(() => this.#router.peer.configure(routerFor(peer), this.#timeline.now));
      this.#node.act(() => undefined);
      this.#establish();
    }
    return { outcome, updates: this.advertise(routes) };
  }

  /** What of the routes the session cannot carry, and why. */
  withheld(): readonly Withheld[] {
    return this.#node.peer.withheld();
  }

  #establish(): void {
    const end = this.#timeline.now + LONGEST;
    this.#timeline.run(this.#timeline.now);
    while (this.#node.peer.state !== 'established' || this.#router.peer.state !== 'established') {
      const { next } = this.#timeline;
      if (next === null || next > end) throw new RangeError('the two sides come to no session');
      this.#timeline.run(next);
    }
  }
}

/** Why no session can have the configuration, or `null`. */
export function objectionTo(config: NeighborConfig): string | null {
  try {
    new Peer(divided(config).peer);
    return null;
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return error.message;
    throw error;
  }
}

function divided(config: NeighborConfig): { readonly transport: Transport; readonly peer: PeerConfig } {
  return readNeighbor(config, { asn: 64_512, routerId: '192.0.2.1' });
}

/** Longer than all rests between attempts. */
const LONGEST = 600_000;
