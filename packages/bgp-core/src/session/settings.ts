import type { Asn, Millis, Seconds } from '@fairlead/inet';
import type { Open } from '../message.ts';

/** What a session machine is told: our OPEN, what the other one must say, and how long to wait for what. */
export interface SessionSettings {
  readonly open: Open;
  readonly remoteAs: RemoteAs;
  /** Refuses a neighbour that does not say its role where we say ours (RFC 9234 §4.2). */
  readonly strictRole: boolean;
  /** Waits to be called, never calls (RFC 4271 §8.1.1, PassiveTcpEstablishment). */
  readonly passive: boolean;
  /** `null`: a third of the hold time that was agreed on. */
  readonly keepaliveTime: Seconds | null;
  /** `null`: 8 minutes, or twice the hold time where that is longer (RFC 9687 §3). */
  readonly sendHoldTime: Seconds | null;
  /** How long to wait for the neighbour's OPEN (RFC 4271 §8.2.2: "a large value"). */
  readonly openTime: Millis;
  /** The longest time between two attempts to connect. */
  readonly connectRetryTime: Millis;
  /** The longest rest after a failure; the first is a second, each one that follows soon is twice as long. */
  readonly idleHoldTime: Millis;
  /** How long to let the neighbour speak first; `null`: we do not wait. */
  readonly delayOpenTime: Millis | null;
  /** Makes the jitter of this peer differ from that of others. */
  readonly seed: number;
}

/** Who may be at the other end: one AS, ours, or any but ours. */
export type RemoteAs = Asn | 'internal' | 'external';
