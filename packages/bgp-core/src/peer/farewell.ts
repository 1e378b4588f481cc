import { millis, Writer } from '@fairlead/inet';
import { Cease, ErrorCode } from '../error.ts';
import { afiOf, safiOf } from '../family.ts';
import type { UnicastFamily } from '../family.ts';
import type { Notification } from '../message.ts';
import type { SessionEvent } from '../session/event.ts';
import type { Session } from '../session/negotiate.ts';
import { outlivesNotification } from '../session/retention.ts';
import { oneOf, span } from './check.ts';
import type { PeerSettings } from './settings.ts';
import { ceaseWithText, hardReset } from '../wire/notification.ts';

/** How to end a session that is not at fault. */
export interface Farewell {
  /** `administrativeShutdown` unless told otherwise. */
  readonly reason?: DeliberateReason;
  /** For the neighbour's operator to read, with an administrative shutdown or reset (RFC 9003). */
  readonly text?: string;
  /** Seconds until the session may begin again; without them it waits for `start`. */
  readonly restartAfter?: number;
}

export type DeliberateReason =
  | 'administrativeShutdown'
  | 'administrativeReset'
  | 'peerDeconfigured'
  | 'configurationChanged'
  | 'prefixLimitReached'
  | 'outOfResources'
  | 'bfdDown'
  | 'gracefulRestart';

/** The event that ends a session like this. */
export function farewell(
  { reason = 'administrativeShutdown', text = '', restartAfter }: Farewell,
  session: Session | null,
): Extract<SessionEvent, { readonly kind: 'stop' }> {
  oneOf('reason', reason, REASONS);
  if (typeof text !== 'string') throw new TypeError(`text: must be a text, not ${JSON.stringify(text)}`);
  const isFinal = session !== null && outlivesNotification(session) && FINAL.has(reason);
  const said = notificationFor(reason, text);
  return {
    kind: 'stop',
    reason,
    notification: said !== null && isFinal ? hardReset(said) : said,
    restartAfter: restartAfter === undefined ? null : millis(span('restartAfter', restartAfter)),
  };
}

/** The event that ends a session in which there are too many routes, with the family and its limit (RFC 4486 §4). */
export function tooManyPrefixes(
  family: UnicastFamily,
  { prefixLimit }: PeerSettings,
  session: Session,
): Extract<SessionEvent, { readonly kind: 'stop' }> {
  const { maximum, restartAfter } = prefixLimit ?? { maximum: 0, restartAfter: null };
  const data = new Writer(7).u16(afiOf(family)).u8(safiOf(family)).u32(maximum).finish();
  const said: Notification = {
    kind: 'notification',
    code: ErrorCode.cease,
    subcode: Cease.maximumPrefixes,
    data,
  };
  const notification = outlivesNotification(session) ? hardReset(said) : said;
  return { kind: 'stop', reason: 'prefixLimitReached', notification, restartAfter };
}

/** A restart that shall cost no traffic says nothing (RFC 4724 §4.1). */
function notificationFor(reason: DeliberateReason, text: string): Notification | null {
  const subcode = SAID[reason];
  return subcode === null ? null : ceaseWithText(subcode, MAY_HAVE_TEXT.has(reason) ? text : '');
}

/** Subcodes of Cease (RFC 4486 §3, RFC 9384 §3). */
const SAID: Readonly<Record<DeliberateReason, number | null>> = {
  administrativeShutdown: Cease.administrativeShutdown,
  administrativeReset: Cease.administrativeReset,
  peerDeconfigured: Cease.peerDeconfigured,
  configurationChanged: Cease.otherConfigurationChange,
  prefixLimitReached: Cease.maximumPrefixes,
  outOfResources: Cease.outOfResources,
  bfdDown: Cease.bfdDown,
  gracefulRestart: null,
};

const REASONS: readonly DeliberateReason[] = [
  'administrativeShutdown',
  'administrativeReset',
  'peerDeconfigured',
  'configurationChanged',
  'prefixLimitReached',
  'outOfResources',
  'bfdDown',
  'gracefulRestart',
];

/** Whose NOTIFICATION has room for a text (RFC 9003 §2). */
const MAY_HAVE_TEXT: ReadonlySet<DeliberateReason> = new Set([
  'administrativeShutdown',
  'administrativeReset',
]);

/** After these nothing shall be kept, even where NOTIFICATIONs allow it (RFC 8538 §5). */
const FINAL: ReadonlySet<DeliberateReason> = new Set([
  'administrativeShutdown',
  'peerDeconfigured',
  'prefixLimitReached',
]);
