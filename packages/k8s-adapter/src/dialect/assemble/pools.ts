import type { AddressClaim, Pool, PoolRange } from '../../model/pool.ts';
import type { Draft } from '../drafts.ts';
import { formatRef } from '../../model/object.ts';
import { soundByAge, withoutNamesakes } from './draft.ts';

/** The sound pools, the older first; of two that overlap, have one name or are the default the younger is set aside. */
export function assemblePools(drafts: readonly Draft<Pool>[]): readonly Draft<Pool>[] {
  return withOneDefault(withoutOverlap(withoutNamesakes(soundByAge(drafts))));
}

function withOneDefault(drafts: readonly Draft<Pool>[]): readonly Draft<Pool>[] {
  const first = drafts.find(({ value }) => value.isDefault);
  return drafts.filter((draft) => {
    if (first === undefined || draft === first || !draft.value.isDefault) return true;
    const message = `make it a second default pool beside the older ${formatRef(first.value.ref)}`;
    draft.report.error('conflict', 'metadata.annotations', null, message);
    return false;
  });
}

function withoutOverlap(drafts: readonly Draft<Pool>[]): readonly Draft<Pool>[] {
  const taken: { readonly ipv4: Taken[]; readonly ipv6: Taken[] } = { ipv4: [], ipv6: [] };
  return drafts.filter(({ value: pool, report, path }) => {
    const overlap = pool.ranges.flatMap((range) => {
      const other = overlapping(taken[range.family], range);
      return other === null ? [] : [{ range, other }];
    })[0];
    if (overlap === undefined) {
      for (const range of pool.ranges) insert(taken[range.family], { range, pool });
      return true;
    }
    const { range, other } = overlap;
    const message = `holds ${range.text}, which overlaps ${other.range.text} of the older ${formatRef(other.pool.ref)}`;
    report.error('overlap', path, range.text, message);
    return false;
  });
}

/** The sound claims: those first that have addresses, then those that ask for particular ones, then the older. */
export function assembleClaims(drafts: readonly Draft<AddressClaim>[]): readonly AddressClaim[] {
  const claims = soundByAge(drafts).map(({ value }) => value);
  return [...claims].sort((a, b) => urgency(a) - urgency(b));
}

function urgency({ assigned, addresses }: AddressClaim): number {
  if (assigned.length > 0) return 0;
  return addresses.length > 0 ? 1 : 2;
}

interface Taken {
  readonly range: PoolRange;
  readonly pool: Pool;
}

/** The first of the ranges, sorted and apart from each other, that shares an address with the range. */
function overlapping(taken: readonly Taken[], range: PoolRange): Taken | null {
  const next = taken[placeOf(taken, range)];
  if (next !== undefined && next.range.first <= range.last) return next;
  const before = taken[placeOf(taken, range) - 1];
  return before !== undefined && before.range.last >= range.first ? before : null;
}

function insert(taken: Taken[], item: Taken): void {
  taken.splice(placeOf(taken, item.range), 0, item);
}

/** The place of the first range that starts at or behind the start of this one. */
function placeOf(taken: readonly Taken[], { first }: PoolRange): number {
  let low = 0;
  let high = taken.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((taken[middle]?.range.first ?? 0n) < first) low = middle + 1;
    else high = middle;
  }
  return low;
}
