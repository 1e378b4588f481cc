/** A mark on a route: standard (RFC 1997), large (RFC 8092) or extended (RFC 4360). */
export type Community =
  | { readonly kind: 'standard'; readonly high: number; readonly low: number }
  | {
      readonly kind: 'large';
      readonly globalAdministrator: number;
      readonly localData1: number;
      readonly localData2: number;
    }
  | {
      readonly kind: 'extended';
      readonly type: ExtendedType;
      readonly administrator: number;
      readonly local: number;
    };

/** A route target or a route origin (RFC 4360 §4, §5). */
export type ExtendedType = 'rt' | 'soo';

/** The communities with names, as routers know them. */
export const WELL_KNOWN_COMMUNITIES: ReadonlyMap<string, Community> = new Map(
  Object.entries({
    'graceful-shutdown': [65535, 0],
    'accept-own': [65535, 1],
    'llgr-stale': [65535, 6],
    'no-llgr': [65535, 7],
    blackhole: [65535, 666],
    'no-export': [65535, 65281],
    'no-advertise': [65535, 65282],
    'no-export-subconfed': [65535, 65283],
    'no-peer': [65535, 65284],
  } as const).map(([name, [high, low]]) => [name, { kind: 'standard', high, low }]),
);

/** Reads `high:low`, `large:a:b:c`, `rt:as:n` or `soo:as:n`; `null` when the text is none or a number is out of range. */
export function parseCommunity(text: string): Community | null {
  const parts = text.split(':');
  const [kind, ...rest] = parts;
  if (kind === 'large') return large(rest);
  if (kind === 'rt' || kind === 'soo') return extended(kind, rest);
  const [high, low] = numbers(parts, [MAX_16, MAX_16]) ?? [];
  return high === undefined || low === undefined ? null : { kind: 'standard', high, low };
}

/** The text that `parseCommunity` reads; equal for equal communities. */
export function formatCommunity(community: Community): string {
  switch (community.kind) {
    case 'standard':
      return `${community.high}:${community.low}`;
    case 'large':
      return `large:${community.globalAdministrator}:${community.localData1}:${community.localData2}`;
    case 'extended':
      return `${community.type}:${community.administrator}:${community.local}`;
  }
}

function large(parts: readonly string[]): Community | null {
  const [globalAdministrator, localData1, localData2] = numbers(parts, [MAX_32, MAX_32, MAX_32]) ?? [];
  if (globalAdministrator === undefined || localData1 === undefined || localData2 === undefined) return null;
  return { kind: 'large', globalAdministrator, localData1, localData2 };
}

/** Two octets of AS with four of number, or four with two (RFC 5668). */
function extended(type: ExtendedType, parts: readonly string[]): Community | null {
  const [administrator, local] = numbers(parts, [MAX_16, MAX_32]) ?? numbers(parts, [MAX_32, MAX_16]) ?? [];
  if (administrator === undefined || local === undefined) return null;
  return { kind: 'extended', type, administrator, local };
}

function numbers(parts: readonly string[], limits: readonly number[]): readonly number[] | null {
  if (parts.length !== limits.length) return null;
  const values = parts.map((part) => (/^\d{1,10}$/.test(part) ? Number(part) : NaN));
  return values.every((value, index) => value <= (limits[index] ?? -1)) ? values : null;
}

const MAX_16 = 0xffff;
const MAX_32 = 0xffffffff;
