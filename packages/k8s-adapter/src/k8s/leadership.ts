import { after, isDue } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import type { LeaseRecord } from './leaseRecord.ts';

/** The Lease as one candidate sees it. */
export interface ObservedLease {
  readonly record: LeaseRecord;
  /** When this candidate first saw the record as it is. */
  readonly seenAt: Millis;
}

export type LeadershipMove = 'create' | 'take' | 'renew' | 'wait';

/** What a candidate does about the Lease that makes one of them the leader. */
export function leadershipMove(observed: ObservedLease | null, self: string, now: Millis): LeadershipMove {
  if (observed === null) return 'create';
  const { record, seenAt } = observed;
  if (record.holder === self) return 'renew';
  return record.holder === null || isDue(after(seenAt, record.duration), now) ? 'take' : 'wait';
}

/** The Lease as the candidate would write it. */
export function claimedLease(
  observed: ObservedLease | null,
  self: string,
  duration: Millis,
  time: string,
): LeaseRecord {
  const before = observed?.record ?? null;
  const renews = before?.holder === self;
  return {
    holder: self,
    duration,
    renewTime: time,
    acquireTime: renews ? before.acquireTime : time,
    transitions: before === null ? 0 : before.transitions + (renews ? 0 : 1),
  };
}
