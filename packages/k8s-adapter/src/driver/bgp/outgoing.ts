import type { Route as BgpRoute } from '@fairlead/bgp-core';
import type { IpAddress } from '@fairlead/inet';
import { withholding } from '../../decide/carriage.ts';
import type { Withholding } from '../../decide/carriage.ts';
import type { Node } from '../../model/node.ts';
import type { Peer } from '../../model/peer.ts';
import type { Route } from '../../model/route.ts';
import { AttributeMaker } from './attributes.ts';

/** Makes the routes of a node as bgp-core sends them to one peer. */
export class Outgoing {
  readonly #peer: Peer;
  readonly #node: Node;
  readonly #pathIds: PathIds;
  readonly #maker: AttributeMaker;

  constructor(peer: Peer, node: Node, pathIds: PathIds) {
    this.#peer = peer;
    this.#node = node;
    this.#pathIds = pathIds;
    this.#maker = new AttributeMaker(peer.localAsn);
  }

  /** `isLowered`: on its way out (RFC 8326). */
  route(route: Route, isLowered = false): BgpRoute {
    return {
      prefix: route.prefix,
      pathId: this.#pathIds.of(route.nextHop),
      attributes: isLowered ? this.#maker.loweredAttributesOf(route) : this.#maker.attributesOf(route),
    };
  }

  pathId(nextHop: IpAddress | null): number {
    return this.#pathIds.of(nextHop);
  }

  /** Those that a session can carry. */
  *routes(routes: Iterable<Route>, isLowered = false): Iterable<BgpRoute> {
    for (const route of routes) if (this.withholding(route) === null) yield this.route(route, isLowered);
  }

  /** Why a route goes out over no session with the peer, or `null`. */
  withholding(route: Pick<Route, 'prefix' | 'nextHop'>): Withholding | null {
    return withholding(route, this.#peer, this.#node);
  }
}

/** Numbers next hops: each has the same path identifier for as long as this object lives (RFC 7911 §3). */
export class PathIds {
  readonly #known = new Map<IpAddress, number>();

  of(nextHop: IpAddress | null): number {
    if (nextHop === null) return 0;
    const id = this.#known.get(nextHop) ?? this.#known.size + 1;
    this.#known.set(nextHop, id);
    return id;
  }
}
