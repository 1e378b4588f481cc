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

/** Reads what ExaBGP has printed; of a ROUTE-REFRESH, or of a NOTIFICATION with data, it makes JSON that is none. */
export function readEvents(text: string): readonly ExabgpEvent[] {
  const lines = text.split('\n').slice(0, -1);
  return lines.filter((line) => line.startsWith('{')).flatMap(readEvent);
}

function readEvent(line: string): readonly ExabgpEvent[] {
  try {
    return [JSON.parse(line) as ExabgpEvent];
  } catch {
    return [];
  }
}

/** What a router would hold after these events: the paths of each prefix. */
export function replay(events: readonly ExabgpEvent[]): ReadonlyMap<string, readonly RoutePath[]> {
  const table = new Map<string, Map<string, RoutePath>>();
  for (const { type, neighbor } of events) {
    const from = neighbor.address.peer;
    if (type === 'state' && neighbor.state === 'down') removeAllFrom(table, from);
    const { attribute = {}, announce = {}, withdraw = {} } = neighbor.message?.update ?? {};
    for (const withdrawn of Object.values(withdraw).flat()) {
      table.get(withdrawn.nlri)?.delete(keyOf(withdrawn, from));
    }
    for (const { announced, nextHops } of announcements(announce)) {
      const paths = table.get(announced.nlri) ?? new Map<string, RoutePath>();
      paths.set(keyOf(announced, from), readPath(attribute, nextHops, from));
      table.set(announced.nlri, paths);
    }
  }
  return new Map(
    [...table].filter(([, { size }]) => size > 0).map(([prefix, paths]) => [prefix, [...paths.values()]]),
  );
}

function removeAllFrom(table: ReadonlyMap<string, Map<string, RoutePath>>, from: string): void {
  for (const paths of table.values()) {
    for (const [key, path] of [...paths]) if (path.from === from) paths.delete(key);
  }
}

/** Each path with its next hops, of which there may be a global and a link-local one. */
function announcements(
  announce: NonNullable<UpdateJson['announce']>,
): Iterable<{ readonly announced: NlriJson; readonly nextHops: readonly string[] }> {
  const paths = new Map<string, { readonly announced: NlriJson; readonly nextHops: string[] }>();
  for (const family of Object.values(announce))
    for (const [nextHop, routes] of Object.entries(family))
      for (const announced of routes) {
        const key = `${announced.nlri} ${keyOf(announced, '')}`;
        const known = paths.get(key) ?? { announced, nextHops: [] };
        known.nextHops.push(nextHop);
        paths.set(key, known);
      }
  return paths.values();
}

function keyOf(nlri: NlriJson, from: string): string {
  return `${from} ${nlri['path-information'] ?? ''}`;
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
  readonly 'path-information'?: string;
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
