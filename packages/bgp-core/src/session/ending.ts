import type { Notification } from '../message.ts';

/** Why a session or an attempt at one ended, with what was said about it. */
export interface Ending {
  readonly reason: EndReason;
  readonly sent: Notification | null;
  readonly received: Notification | null;
  /** The system's or the codec's words, where there are some. */
  readonly detail: string | null;
}

/** The closed list of reasons: log fields, metric labels and events use these words. */
export type EndReason = (typeof END_REASONS)[number];

export const END_REASONS = [
  'administrativeShutdown',
  'administrativeReset',
  'peerDeconfigured',
  'configurationChanged',
  'gracefulRestart',
  'prefixLimitReached',
  'bfdDown',
  'outOfResources',
  'connectFailed',
  'connectTimedOut',
  'connectionLost',
  'openTimedOut',
  'holdTimerExpired',
  'sendHoldTimerExpired',
  'notificationReceived',
  'malformedMessage',
  'unexpectedMessage',
  'unsupportedVersion',
  'badPeerAs',
  'badRouterId',
  'unacceptableHoldTime',
  'noCommonFamily',
  'roleMismatch',
  'collisionLost',
  'superseded',
] as const;

export function ending(reason: EndReason, said: Partial<Omit<Ending, 'reason'>> = {}): Ending {
  return { reason, sent: null, received: null, detail: null, ...said };
}
