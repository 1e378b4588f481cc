import type { IpAddress } from '@fairlead/inet';
import type { Bearer, CandidateFinder } from './candidates.ts';
import type { Candidate, Contest } from './candidacy.ts';

/**
 * The contest for an address that one or several Services bear. A node is a candidate only if it is one for every Service
 * that layer 2 announces; `null` where there is none such.
 */
export function contestFor(
  finder: CandidateFinder,
  address: IpAddress,
  bearers: readonly Bearer[],
  key: string,
  previous: string | null,
): Contest | null {
  const found = bearers.flatMap((bearer) => {
    const candidates = finder.candidates(bearer, address);
    return candidates?.refusal === null ? [candidates] : [];
  });
  const [first, ...others] = found;
  if (first === undefined) return null;
  const candidates = others.reduce((common, next) => intersection(common, next.candidates), first.candidates);
  return { address, key, candidates, policy: first.policy, previous };
}

function intersection(a: readonly Candidate[], b: readonly Candidate[]): readonly Candidate[] {
  if (a === b) return a;
  const preferences = new Map(b.map(({ node, preference }) => [node, preference]));
  return a.flatMap((candidate) => {
    const other = preferences.get(candidate.node);
    return other === undefined ? [] : [{ ...candidate, preference: candidate.preference + other }];
  });
}
