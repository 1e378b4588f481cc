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
  readonly kind: 'stale' | 'longLivedStale' | 'awaitingEndOfRib';
  readonly until: Millis;
  /** How long they may live on as a last resort. */
  readonly staleTime: Seconds;
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
  const kept = isRetained(session, ending) ? (session.gracefulRestart?.families ?? []) : [];
  const restartTime = toMillis(session.gracefulRestart?.restartTime ?? NO_TIME);
  const families = new Map<Family, Retained>();
  const orders: RetentionOrder[] = [];
  for (const family of session.families) {
    if (!kept.some((one) => one.family === family)) {
      orders.push({ kind: 'remove', family });
      continue;
    }
    // What was not refreshed since the last restart does not survive another one.
    if (before.families.has(family)) orders.push({ kind: 'removeStale', family });
    orders.push({ kind: 'markStale', family });
    families.set(family, {
      kind: 'stale',
      until: after(now, restartTime),
      staleTime: staleTimeOf(session, family),
    });
  }
  return { retention: { families }, orders };
}

/** The neighbour is back: what it says to have kept stays until it has said all it knows. */
export function sessionEstablished(before: Retention, session: Session, now: Millis): RetentionStep {
  const families = new Map<Family, Retained>();
  const orders: RetentionOrder[] = [];
  for (const [family, { kind, staleTime }] of before.families) {
    if (hasPreserved(session, family, kind)) {
      families.set(family, { kind: 'awaitingEndOfRib', until: after(now, STALE_PATH_TIME), staleTime });
    } else {
      orders.push({ kind: 'removeStale', family });
    }
  }
  return { retention: { families }, orders };
}

/** The neighbour has said all that it knows of a family. */
export function endOfRibReceived(before: Retention, family: Family): RetentionStep {
  if (!before.families.has(family)) return { retention: before, orders: [] };
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
      families.set(family, { kind: 'longLivedStale', until: after(now, toMillis(staleTime)), staleTime });
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
export function notificationsAreSoft({ gracefulRestart, sent }: Session): boolean {
  return gracefulRestart?.notification === true && capability(sent, 'gracefulRestart')?.notification === true;
}

function isHardReset({ code, subcode }: Notification): boolean {
  return code === ErrorCode.cease && subcode === Cease.hardReset;
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
