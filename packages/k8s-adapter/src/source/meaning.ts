import { isDeepStrictEqual } from 'node:util';

/**
 * Whether two readings of an object configure the same: its version and its status count for nothing, so that what we write
 * there ourselves makes nobody look again. A claim is bound to the addresses that its status names.
 */
export function meansTheSame(a: Content, b: Content): boolean {
  return isDeepStrictEqual(meaningOf(a), meaningOf(b));
}

function meaningOf({ metadata, status, ...rest }: Content): unknown {
  const said = Object.entries(objectOf(metadata)).filter(([name]) => !BOOKKEEPING.has(name));
  const { addresses } = objectOf(status);
  return { ...rest, said, addresses: rest['kind'] === 'AddressClaim' ? (addresses ?? []) : null };
}

function objectOf(value: unknown): Content {
  return typeof value === 'object' && value !== null ? (value as Content) : {};
}

const BOOKKEEPING: ReadonlySet<string> = new Set(['resourceVersion', 'managedFields', 'generation']);

type Content = Readonly<Record<string, unknown>>;
