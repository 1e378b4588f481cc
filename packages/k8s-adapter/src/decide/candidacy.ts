import type { IpAddress } from '@fairlead/inet';
import type { ElectionPolicy } from '../model/advertisement.ts';
import type { Verdict } from './reason.ts';

/** One address and the nodes that may answer for it. */
export interface Contest {
  readonly address: IpAddress;
  /** What the compatible order hashes with the name of a node; the first address of the Service. */
  readonly key: string;
  /** The same array for all addresses with the same candidates makes a large election cheap. */
  readonly candidates: readonly Candidate[];
  readonly policy: ElectionPolicy;
  /** Who answers now, as far as that is known. */
  readonly previous: string | null;
}

export interface Candidate {
  readonly node: string;
  /** Only those with the highest are elected. */
  readonly preference: number;
  /** How much it takes of what is spread. */
  readonly weight: number;
  /** Whether it has been back for long enough to take its share again. */
  readonly isSettled: boolean;
}

export interface Elected {
  readonly owner: string | null;
  readonly decision: Verdict;
}
