import type { RoutePath } from './path.ts';

/** Reads `gobgp neighbor -j`: the state of each session by the neighbour's address. */
export function readGobgpNeighbors(text: string): ReadonlyMap<string, string> {
  const neighbors = JSON.parse(text) as readonly NeighborJson[];
  return new Map(
    neighbors.map(({ state }) => [state.neighbor_address, STATES[state.session_state ?? 0] ?? 'unknown']),
  );
}

/** Reads `gobgp global rib -j`. */
export function readGobgpRoutes(text: string): ReadonlyMap<string, readonly RoutePath[]> {
  const table = JSON.parse(text) as Readonly<Record<string, readonly PathJson[]>>;
  return new Map(Object.entries(table).map(([prefix, paths]) => [prefix, paths.map(readPath)]));
}

function readPath(path: PathJson): RoutePath {
  const attribute = (type: number): AttributeJson | undefined => path.attrs.find((one) => one.type === type);
  const nextHop = (attribute(NEXT_HOP) ?? attribute(MP_REACH_NLRI))?.nexthop;
  return {
    nextHops: nextHop === undefined ? [] : [nextHop],
    asPath: (attribute(AS_PATH)?.as_paths ?? []).flatMap(({ asns }) => asns).join(' '),
    origin: ORIGINS[Number(attribute(ORIGIN)?.value ?? 0)] ?? 'incomplete',
    communities: (attribute(COMMUNITIES)?.communities ?? []).map(
      (value) => `${value >>> 16}:${value & 0xffff}`,
    ),
    largeCommunities: largeCommunities(attribute(LARGE_COMMUNITIES)?.value),
    localPref: numberOrNull(attribute(LOCAL_PREF)?.value),
    med: attribute(MED)?.metric ?? null,
    from: path['neighbor-ip'] ?? '',
  };
}

function largeCommunities(value: AttributeJson['value']): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.map(({ ASN, LocalData1, LocalData2 }) => `${ASN}:${LocalData1}:${LocalData2}`);
}

function numberOrNull(value: AttributeJson['value']): number | null {
  return typeof value === 'number' ? value : null;
}

interface NeighborJson {
  readonly state: { readonly neighbor_address: string; readonly session_state?: number };
}

interface PathJson {
  readonly attrs: readonly AttributeJson[];
  readonly 'neighbor-ip'?: string;
}

interface AttributeJson {
  readonly type: number;
  readonly value?: number | readonly LargeCommunityJson[];
  readonly nexthop?: string;
  readonly metric?: number;
  readonly as_paths?: readonly { readonly asns: readonly number[] }[];
  readonly communities?: readonly number[];
}

interface LargeCommunityJson {
  readonly ASN: number;
  readonly LocalData1: number;
  readonly LocalData2: number;
}

const STATES = ['unknown', 'Idle', 'Connect', 'Active', 'OpenSent', 'OpenConfirm', 'Established'];
const ORIGINS = ['IGP', 'EGP', 'incomplete'] as const;
const [ORIGIN, AS_PATH, NEXT_HOP, MED, LOCAL_PREF, COMMUNITIES, MP_REACH_NLRI, LARGE_COMMUNITIES] = [
  1, 2, 3, 4, 5, 8, 14, 32,
];
