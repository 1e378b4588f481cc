import type { RoutePath } from './path.ts';

/** One line of ExaBGP's JSON. */
export interface ExabgpEvent {
  /** `state`, `open`, `update`, `notification`, `refresh`, ... */
  readonly type: string;
  readonly neighbor: {
    readonly address: { readonly local: string; readonly peer: string };
    readonly state?: string;
    readonly reason?: string;
    readonly message?: { readonly update?: UpdateJson };
    readonly [other: string]: unknown;
  };
}

/** What a router would hold after these events: the paths of each prefix. */
export function replay(events: readonly ExabgpEvent[]): ReadonlyMap<string, readonly RoutePath[]> {
  const table = new Map<string, readonly RoutePath[]>();
  const remove = (prefix: string, from: string): void => {
    const others = (table.get(prefix) ?? []).filter((path) => path.from !== from);
    if (others.length > 0) table.set(prefix, others);
    else table.delete(prefix);
  };
  for (const { type, neighbor } of events) {
    const from = neighbor.address.peer;
    if (type === 'state' && neighbor.state === 'down')
      for (const prefix of [...table.keys()]) remove(prefix, from);
    const { attribute = {}, announce = {}, withdraw = {} } = neighbor.message?.update ?? {};
    for (const { nlri } of Object.values(withdraw).flat()) remove(nlri, from);
    for (const [prefix, nextHops] of nextHopsByPrefix(announce)) {
      remove(prefix, from);
      table.set(prefix, [...(table.get(prefix) ?? []), readPath(attribute, nextHops, from)]);
    }
  }
  return table;
}

function nextHopsByPrefix(
  announce: NonNullable<UpdateJson['announce']>,
): ReadonlyMap<string, readonly string[]> {
  const prefixes = new Map<string, string[]>();
  for (const family of Object.values(announce))
    for (const [nextHop, routes] of Object.entries(family))
      for (const { nlri } of routes) prefixes.set(nlri, [...(prefixes.get(nlri) ?? []), nextHop]);
  return prefixes;
}

function readPath(attribute: AttributeJson, nextHops: readonly string[], from: string): RoutePath {
  return {
    nextHops,
    asPath: (attribute['as-path'] ?? []).join(' '),
    origin: ORIGINS[attribute.origin ?? 'igp'],
    communities: (attribute.community ?? []).map((numbers) => numbers.join(':')),
    largeCommunities: (attribute['large-community'] ?? []).map((numbers) => numbers.join(':')),
    localPref: attribute['local-preference'] ?? null,
    med: attribute.med ?? null,
    from,
  };
}

interface UpdateJson {
  readonly attribute?: AttributeJson;
  readonly announce?: Readonly<Record<string, Readonly<Record<string, readonly NlriJson[]>>>>;
  readonly withdraw?: Readonly<Record<string, readonly NlriJson[]>>;
}

interface NlriJson {
  readonly nlri: string;
}

interface AttributeJson {
  readonly origin?: keyof typeof ORIGINS;
  readonly 'as-path'?: readonly number[];
  readonly community?: readonly (readonly number[])[];
  readonly 'large-community'?: readonly (readonly number[])[];
  readonly 'local-preference'?: number;
  readonly med?: number;
}

const ORIGINS = { igp: 'IGP', egp: 'EGP', incomplete: 'incomplete' } as const;
