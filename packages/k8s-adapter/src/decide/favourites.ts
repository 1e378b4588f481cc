import { compareText } from '../model/object.ts';
import type { Candidate } from './candidacy.ts';

/** The candidates with the highest preference, in the order of their names. */
export interface Favourites {
  readonly items: readonly Candidate[];
  /** Equal for equal favourites. */
  readonly key: string;
}

/** Found once for each array of candidates. */
export function favouritesOf(candidates: readonly Candidate[]): Favourites {
  const before = known.get(candidates);
  if (before !== undefined) return before;
  const found = find(candidates);
  known.set(candidates, found);
  return found;
}

function find(candidates: readonly Candidate[]): Favourites {
  const highest = candidates.reduce((most, { preference }) => Math.max(most, preference), -Infinity);
  const items = candidates
    .filter(({ preference }) => preference === highest)
    .sort((a, b) => compareText(a.node, b.node));
  const key = items.map(({ node, weight, isSettled }) => `${node} ${weight} ${isSettled ? 1 : 0}`).join('\n');
  return { items, key };
}

const known = new WeakMap<readonly Candidate[], Favourites>();
