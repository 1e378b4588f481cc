import { routerIdToNumber } from '@fairlead/inet';
import type { Open } from '../message.ts';
import type { SessionState } from './state.ts';

/** Who opened a connection. */
export type Direction = 'outgoing' | 'incoming';

/** One of two connections to the same neighbour. */
export interface Contender {
  readonly direction: Direction;
  readonly state: SessionState['kind'];
}

/**
 * Which of two connections lives when an OPEN arrives on the first of them (RFC 4271 §6.8): the one that the speaker with the
 * higher identifier opened, or with equal identifiers the one with the higher AS number (RFC 6286 §2.3).
 */
export function resolveCollision(
  heard: Contender,
  other: Contender,
  ours: Open,
  theirs: Open,
): 'none' | 'heardLives' | 'otherLives' {
  if (other.state === 'established') return 'otherLives';
  if (other.state !== 'openConfirm') return 'none';
  if (heard.direction === other.direction) return 'heardLives';
  const weOpenedHeard = heard.direction === 'outgoing';
  return weOpenedHeard === isHigher(ours, theirs) ? 'heardLives' : 'otherLives';
}

function isHigher(ours: Open, theirs: Open): boolean {
  const difference = routerIdToNumber(ours.routerId) - routerIdToNumber(theirs.routerId);
  return difference === 0 ? ours.asn > theirs.asn : difference > 0;
}
