import type { IpAddress } from '@fairlead/inet';
import type { ElectionPolicy } from '../model/advertisement.ts';
import type { Contest, Elected } from './candidacy.ts';
import { Election } from './election.ts';

export type { Candidate, Contest, Elected } from './candidacy.ts';

export const DEFAULT_ELECTION: ElectionPolicy = {
  mode: 'spread',
  failback: 'immediate',
  preferEndpoints: false,
};

/** Which node answers for each address: the same on every node that knows the same, in whatever order it learned it. */
export function elect(contests: readonly Contest[]): ReadonlyMap<IpAddress, Elected> {
  const election = new Election();
  election.hold(contests);
  return election.owners;
}
