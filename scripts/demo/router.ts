import { Speaker } from '@fairlead/bgp-core/node';
import type { Neighbor, NeighborEvents } from '@fairlead/bgp-core/node';

type Attributes = ReturnType<NeighborEvents['update'][0]['detach']>['attributes'];

/** One line of a router's table: a prefix, and all that it can be reached by on equal terms. */
export interface TableRow {
  readonly prefix: string;
  readonly nextHops: readonly string[];
  readonly asPath: string;
  readonly communities: string;
  /** Empty between different AS. */
  readonly localPref: string;
}

export interface RouterOptions {
  readonly name: string;
  readonly asn: number;
  readonly address: string;
  readonly port: number;
  readonly neighbors: readonly string[];
  readonly neighborAsn: number;
}

/** A router that takes every route of the nodes and shows what it has (its Adj-RIB-In, RFC 4271 §3.2). */
export class Router {
  readonly name: string;
  readonly asn: number;
  readonly address: string;
  readonly #speaker: Speaker;
  /** What each neighbour announced, by prefix. */
  readonly #received = new Map<string, Map<string, Attributes>>();

  constructor({ name, asn, address, port, neighbors, neighborAsn }: RouterOptions) {
    this.name = name;
    this.asn = asn;
    this.address = address;
    this.#speaker = new Speaker({ asn, routerId: address, listen: [{ address, port }] });
    for (const neighbor of neighbors) {
      this.#follow(
        this.#speaker.addNeighbor({
          address: neighbor,
          remoteAs: neighborAsn,
          passive: true,
          holdTime: 3,
          idleHoldTime: 1,
          importRoutes: 'all',
        }),
      );
    }
  }

  async start(): Promise<void> {
    await this.#speaker.start();
  }

  async stop(): Promise<void> {
    await this.#speaker.stop();
  }

  /** How many sessions there have been with each neighbour. */
  get sessions(): ReadonlyMap<string, number> {
    return new Map(
      this.#speaker.neighbors.map((neighbor) => [neighbor.address, neighbor.status().counters.established]),
    );
  }

  /** Paths with equal attributes share a row: these are what a router spreads flows over. */
  table(): readonly TableRow[] {
    const rows = new Map<string, { readonly row: TableRow; readonly nextHops: string[] }>();
    for (const routes of this.#received.values()) {
      for (const [prefix, attributes] of routes) {
        const row = rowOf(prefix, attributes);
        const key = JSON.stringify([prefix, row.asPath, row.communities, row.localPref]);
        const known = rows.get(key) ?? { row, nextHops: [] };
        known.nextHops.push(...row.nextHops);
        rows.set(key, known);
      }
    }
    return [...rows.values()]
      .map(({ row, nextHops }) => ({ ...row, nextHops: nextHops.sort() }))
      .sort((a, b) => (a.prefix < b.prefix ? -1 : 1));
  }

  #follow(neighbor: Neighbor): void {
    const routes = new Map<string, Attributes>();
    this.#received.set(neighbor.address, routes);
    neighbor.on('down', () => {
      routes.clear();
    });
    neighbor.on('update', (update) => {
      const { withdrawn, announced, attributes } = update.detach();
      for (const { prefix } of withdrawn) routes.delete(prefix);
      for (const { prefix } of announced) routes.set(prefix, attributes);
    });
  }
}

function rowOf(prefix: string, { nextHop, asPath = [], communities = [], localPref }: Attributes): TableRow {
  return {
    prefix,
    nextHops: nextHop === undefined ? [] : [nextHop.address],
    asPath: asPath.flatMap(({ asns }) => asns).join(' '),
    communities: communities.map((value) => `${value >>> 16}:${value & 0xffff}`).join(' '),
    localPref: localPref === undefined ? '' : String(localPref),
  };
}
