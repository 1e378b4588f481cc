import { parseIpAddress } from '@fairlead/inet';
import type { IpAddress } from '@fairlead/inet';
import { DEFAULT_ELECTION, elect as electOwners } from '../decide/elect.ts';
import type { Candidate, Contest, Elected } from '../decide/elect.ts';
import type { ElectionPolicy } from '../model/advertisement.ts';
import type { OwnerDocument } from '../plan/document.ts';
import { verdictDocument } from '../plan/verdictDocument.ts';
import { writable } from './writable.ts';
import type { WritableMap } from './writable.ts';

/** One address and the nodes that may answer for it; only these two must be said. */
export interface ContestWishes extends Partial<Omit<Contest, 'address' | 'candidates' | 'policy'>> {
  readonly address: string;
  /** Names of nodes, or more about them. */
  readonly candidates: readonly (string | (Partial<Candidate> & Pick<Candidate, 'node'>))[];
  readonly policy?: Partial<ElectionPolicy>;
}

/** Who answers for each address; as JSON a list, as in the output of `fairlead plan --json`. */
export type Owners = WritableMap<IpAddress, Elected, readonly Omit<OwnerDocument, 'interfaces'>[]>;

/** Which node answers for each address: the same for the same contests, in whatever order. Throws for what is no address. */
export function elect(contests: readonly ContestWishes[]): Owners {
  return writable(electOwners(contests.map(contestOf)), (map) =>
    Array.from(map, ([address, { owner, decision }]) => ({
      address,
      node: owner,
      decision: verdictDocument(decision),
    })),
  );
}

function contestOf({ address, key = address, candidates, policy, previous = null }: ContestWishes): Contest {
  const parsed = parseIpAddress(address);
  if (parsed === null) throw new RangeError(`address: "${address}" is no IP address`);
  return {
    address: parsed,
    key,
    candidates: isComplete(candidates) ? candidates : candidates.map(candidateOf),
    policy: { ...DEFAULT_ELECTION, ...policy },
    previous,
  };
}

function candidateOf(candidate: ContestWishes['candidates'][number]): Candidate {
  const said = typeof candidate === 'string' ? { node: candidate } : candidate;
  return { preference: 0, weight: 1, isSettled: true, ...said };
}

/** The same list stays the same list, which makes a large election cheap. */
function isComplete(candidates: ContestWishes['candidates']): candidates is readonly Candidate[] {
  return candidates.every(
    (each) => typeof each !== 'string' && 'preference' in each && 'weight' in each && 'isSettled' in each,
  );
}
