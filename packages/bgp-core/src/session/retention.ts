import { after, earliest, isDue, millis, seconds, toMillis } from '@fairlead/inet';
import type { Millis, Seconds } from '@fairlead/inet';
import { Cease, ErrorCode } from '../error.ts';
import type { Family } from '../family.ts';
import type { Notification } from '../message.ts';
import type { Ending } from './ending.ts';
import { capability } from './negotiate.ts';
import type { Session } from './negotiate.ts';

/** Which routes of a neighbour that is away are kept, and until when (RFC 4724 §4.2, RFC 9494 §4). */
export interface Retention {
  readonly families: ReadonlyMap<Family, Retained>;
}

/** What becomes of a family's old routes when its time is over. */
export interface Retained {
  readonly kind: 'stale' | 'longLivedStale' | 'awaitingEndOfRib' | 'awaitingEndOfRefresh';
  readonly until: Millis;
  /** How long they may live on as a last resort. */
  readonly staleTime: Seconds;
  /** Whether they are a last resort now. */
  readonly isLastResort: boolean;
}

/** What to do with the routes of a family. */
export interface RetentionOrder {
  readonly kind: 'remove' | 'markStale' | 'markLongLivedStale' | 'removeStale';
  readonly family: Family;
}

export interface RetentionStep {
  readonly retention: Retention;
  readonly orders: readonly RetentionOrder[];
}

export const nothingRetained: Retention = { families: new Map() };

export function retentionDeadline({ families }: Retention): Millis | null {
  return earliest(...[...families.values()].map(({ until }) => until));
}

/** The session is over: its families are kept where both sides agreed on that and the reason allows it. */
export function sessionEnded(
  before: Retention,
  session: Session,
  ending: Ending,
  now: Millis,
): RetentionStep {
  const isKept = isRetained(session, ending);
  const families = new Map<Family, Retained>();
  const orders: RetentionOrder[] = [];
  for (const family of session.families) {
    const staleTime = staleTimeOf(session, family);
    const restartTime = restartTimeOf(session, family) ?? (staleTime > 0 ? NO_TIME : null);
    if (!isKept || restartTime === null) {
      orders.push({ kind: 'remove', family });
      continue;
    }
    // What was not refreshed since the last restart does not survive another one.
    if (before.families.has(family)) orders.push({ kind: 'removeStale', family });
    orders.push({ kind: 'markStale', family });
    families.set(family, {
      kind: 'stale',
      until: after(now, toMillis(restartTime)),
      staleTime,
      isLastResort: false,
    });
  }
  return { retention: { families }, orders };
}

/** The neighbour is back: what it says to have kept stays until it has said all it knows. */
export function sessionEstablished(before: Retention, session: Session, now: Millis): RetentionStep {
  const families = new Map<Family, Retained>();
  const orders: RetentionOrder[] = [];
  for (const [family, retained] of before.families) {
    const { kind, isLastResort } = retained;
    if (hasPreserved(session, family, kind)) {
      const patience = after(now, STALE_PATH_TIME);
      const until = isLastResort ? millis(Math.min(retained.until, patience)) : patience;
      families.set(family, { ...retained, kind: 'awaitingEndOfRib', until });
    } else {
      orders.push({ kind: 'removeStale', family });
    }
  }
  return { retention: { families }, orders };
}

/** The neighbour has said all that it knows of a family. */
export function endOfRibReceived(before: Retention, family: Family): RetentionStep {
  return finished(before, family, 'awaitingEndOfRib');
}

/** The neighbour begins to say all routes of a family again; what it does not say again is over (RFC 7313 §4). */
export function refreshBegun({ families: before }: Retention, family: Family, now: Millis): RetentionStep {
  const until = after(now, STALE_PATH_TIME);
  const families = new Map(before);
  families.set(family, { kind: 'awaitingEndOfRefresh', until, staleTime: NO_TIME, isLastResort: false });
  return { retention: { families }, orders: [{ kind: 'markStale', family }] };
}

export function refreshEnded(before: Retention, family: Family): RetentionStep {
  return finished(before, family, 'awaitingEndOfRefresh');
}

function finished(before: Retention, family: Family, kind: Retained['kind']): RetentionStep {
  if (before.families.get(family)?.kind !== kind) return { retention: before, orders: [] };
  const families = new Map(before.families);
  families.delete(family);
  return { retention: { families }, orders: [{ kind: 'removeStale', family }] };
}

/** Time has passed: what is over is removed, or lives on as a last resort. */
export function retentionWoken(before: Retention, now: Millis): RetentionStep {
  const families = new Map(before.families);
  const orders: RetentionOrder[] = [];
  for (const [family, { kind, until, staleTime }] of before.families) {
    if (!isDue(until, now)) continue;
    if (kind === 'stale' && staleTime > 0) {
      const end = after(now, toMillis(staleTime));
      families.set(family, { kind: 'longLivedStale', until: end, staleTime, isLastResort: true });
      orders.push({ kind: 'markLongLivedStale', family });
    } else {
      families.delete(family);
      orders.push({ kind: 'removeStale', family });
    }
  }
  return orders.length === 0 ? { retention: before, orders } : { retention: { families }, orders };
}

/** Whether routes outlive a session that ended like this (RFC 4724 §4.2, RFC 8538 §4). */
function isRetained(session: Session, { reason, sent, received }: Ending): boolean {
  if (session.gracefulRestart === null || DELIBERATE.has(reason)) return false;
  const said = sent ?? received;
  if (said === null) return true;
  return notificationsAreSoft(session) && !isHardReset(said);
}

/** Whether both sides said the N bit (RFC 8538 §2). */
function notificationsAreSoft({ gracefulRestart, sent }: Session): boolean {
  return gracefulRestart?.notification === true && capability(sent, 'gracefulRestart')?.notification === true;
}

/** Whether the neighbour keeps our routes after a NOTIFICATION that is not a hard reset (RFC 8538 §4). */
export function outlivesNotification(session: Session): boolean {
  const ours = capability(session.sent, 'gracefulRestart');
  return notificationsAreSoft(session) && ours !== null && ours.families.length > 0;
}

function isHardReset({ code, subcode }: Notification): boolean {
  return code === ErrorCode.cease && subcode === Cease.hardReset;
}

/** `null` where the neighbour does not ask for a family to be kept. */
function restartTimeOf({ gracefulRestart }: Session, family: Family): Seconds | null {
  const isNamed = gracefulRestart?.families.some((one) => one.family === family) ?? false;
  return isNamed ? (gracefulRestart?.restartTime ?? null) : null;
}

function staleTimeOf({ longLivedGracefulRestart }: Session, family: Family): Seconds {
  const found = longLivedGracefulRestart?.families.find((one) => one.family === family);
  return found?.staleTime ?? NO_TIME;
}

function hasPreserved(session: Session, family: Family, kind: Retained['kind']): boolean {
  const said = kind === 'longLivedStale' ? session.longLivedGracefulRestart : session.gracefulRestart;
  const found = said?.families.find((one) => one.family === family);
  return found?.forwarding === true;
}

/** Reasons of our own to end a session, after which the neighbour's routes are of no use. */
const DELIBERATE: ReadonlySet<Ending['reason']> = new Set([
  'administrativeShutdown',
  'peerDeconfigured',
  'prefixLimitReached',
]);
const NO_TIME: Seconds = seconds(0);
/** How long a neighbour that is back may take to say all it knows. */
const STALE_PATH_TIME: Millis = millis(360_000);
