import type { RoutePath } from './path.ts';

/** A path of FRR's BGP table. */
export interface FrrPath extends RoutePath {
  readonly extendedCommunities: readonly string[];
  /** Chosen, alone or beside others of equal cost. */
  readonly used: boolean;
  readonly best: boolean;
  readonly stale: boolean;
  readonly pathId: number | null;
  /** The whole entry, for whatever else FRR says. */
  readonly raw: FrrPathJson;
}

/** A neighbour as FRR sees it. */
export interface FrrNeighbor {
  readonly address: string;
  readonly state: string;
  readonly remoteAs: number;
  readonly sessionsEstablished: number;
  readonly sessionsDropped: number;
  readonly updatesReceived: number;
  readonly updatesSent: number;
  readonly lastReset: string | null;
  /** The whole entry, for whatever else FRR says. */
  readonly raw: FrrNeighborJson;
}

/** Reads `show bgp … json detail`, or `json` of one prefix. */
export function readPaths(text: string): ReadonlyMap<string, readonly FrrPath[]> {
  const answer = JSON.parse(text) as FrrTableJson;
  if (answer.prefix !== undefined) return new Map([[answer.prefix, (answer.paths ?? []).map(readPath)]]);
  const routes = Object.entries(answer.routes ?? {});
  return new Map(routes.map(([prefix, entries]) => [prefix, entries.filter(isPath).map(readPath)]));
}

/** Reads `show bgp neighbors json`. */
export function readNeighbors(text: string): readonly FrrNeighbor[] {
  const answer = JSON.parse(text) as Readonly<Record<string, FrrNeighborJson>>;
  return Object.entries(answer).map(([address, raw]) => ({
    address,
    state: raw.bgpState,
    remoteAs: raw.remoteAs,
    sessionsEstablished: raw.connectionsEstablished,
    sessionsDropped: raw.connectionsDropped,
    updatesReceived: raw.messageStats.updatesRecv,
    updatesSent: raw.messageStats.updatesSent,
    lastReset: raw.lastResetDueTo ?? null,
    raw,
  }));
}

function readPath(raw: FrrPathJson): FrrPath {
  return {
    nextHops: raw.nexthops.map(({ ip }) => ip),
    asPath: raw.aspath.segments.length === 0 ? '' : raw.aspath.string,
    origin: raw.origin,
    communities: raw.community?.list ?? [],
    largeCommunities: raw.largeCommunity?.list ?? [],
    extendedCommunities: raw.extendedCommunity?.string.split(' ') ?? [],
    localPref: raw.locPrf ?? null,
    med: raw.metric ?? null,
    used: raw.bestpath?.overall === true || raw.multipath === true,
    best: raw.bestpath?.overall === true,
    stale: raw.stale === true,
    from: raw.peer.peerId,
    pathId: raw.rxAddPathId ?? null,
    raw,
  };
}

function isPath(entry: FrrPathJson | FrrPrefixJson): entry is FrrPathJson {
  return 'aspath' in entry;
}

interface FrrTableJson {
  readonly routes?: Readonly<Record<string, readonly (FrrPathJson | FrrPrefixJson)[]>>;
  readonly prefix?: string;
  readonly paths?: readonly FrrPathJson[];
}

interface FrrPrefixJson {
  readonly prefix: string;
}

/** What FRR says of a path; only what is read here is named. */
export interface FrrPathJson {
  readonly aspath: { readonly string: string; readonly segments: readonly unknown[] };
  readonly origin: RoutePath['origin'];
  readonly nexthops: readonly { readonly ip: string }[];
  readonly peer: { readonly peerId: string };
  readonly bestpath?: { readonly overall?: boolean };
  readonly multipath?: boolean;
  readonly stale?: boolean;
  readonly community?: { readonly list: readonly string[] };
  readonly largeCommunity?: { readonly list: readonly string[] };
  readonly extendedCommunity?: { readonly string: string };
  readonly locPrf?: number;
  readonly metric?: number;
  readonly rxAddPathId?: number;
  readonly [other: string]: unknown;
}

/** What FRR says of a neighbour; only what is read here is named. */
export interface FrrNeighborJson {
  readonly bgpState: string;
  readonly remoteAs: number;
  readonly connectionsEstablished: number;
  readonly connectionsDropped: number;
  readonly lastResetDueTo?: string;
  readonly messageStats: { readonly updatesRecv: number; readonly updatesSent: number };
  readonly [other: string]: unknown;
}
