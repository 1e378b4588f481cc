import { after } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import { Cease, ErrorCode } from '../error.ts';
import type { Notification, Open } from '../message.ts';
import type { SessionAction } from './action.ts';
import { backoff, jittered } from './deadline.ts';
import { ending } from './ending.ts';
import type { Ending } from './ending.ts';
import type { SessionEvent } from './event.ts';
import { negotiate } from './negotiate.ts';
import type {
  Active,
  Connect,
  Established,
  Memory,
  OpenConfirm,
  OpenSent,
  SessionState,
  Step,
} from './state.ts';

/** Nothing follows from the event. */
export function unchanged(state: SessionState): Step {
  return { state, actions: [] };
}

/** From Idle on: calls the neighbour, or waits for its call. */
export function begin(memory: Memory, now: Millis): Step {
  return memory.settings.passive ? { state: listening(memory), actions: [] } : call(memory, now);
}

/** To Connect. */
export function call(memory: Memory, now: Millis): Step {
  const { settings, failures } = memory;
  const attempts = memory.attempts + 1;
  const connectRetry = jittered(now, settings.connectRetryTime, settings.seed);
  return {
    state: { kind: 'connect', settings, attempts, failures, connectRetry, delayOpen: null },
    actions: [{ kind: 'connect' }],
  };
}

/** The connection is up: speaks, or lets the neighbour speak first. */
export function connected(state: Connect | Active, now: Millis): Step {
  const { delayOpenTime } = state.settings;
  if (delayOpenTime === null) return speak(state, now);
  return { state: { ...state, connectRetry: null, delayOpen: after(now, delayOpenTime) }, actions: [] };
}

/** To OpenSent. */
export function speak({ settings, attempts, failures }: Memory, now: Millis): Step {
  const state: OpenSent = {
    kind: 'openSent',
    settings,
    attempts,
    failures,
    hold: after(now, settings.openTime),
  };
  return { state, actions: [{ kind: 'send', message: settings.open }] };
}

/** The neighbour's OPEN: to OpenConfirm, or the reason why not. `before` is what has to be said first. */
export function hear(memory: Memory, open: Open, now: Millis, before: readonly SessionAction[] = []): Step {
  const { settings, attempts, failures } = memory;
  const negotiation = negotiate(settings, open);
  if (negotiation.kind === 'refused') {
    const { state, actions } = fail(memory, negotiation.ending, now);
    return { state, actions: [...before, ...actions] };
  }
  const { session } = negotiation;
  const hold = within(now, session.holdTime);
  const state: OpenConfirm = {
    kind: 'openConfirm',
    settings,
    attempts,
    failures,
    session,
    hold,
    keepalive: null,
  };
  return {
    state: { ...state, keepalive: keepaliveDeadline(state, now) },
    actions: [...before, { kind: 'send', message: { kind: 'keepalive' } }],
  };
}

/** The connection is gone before there was a session: waits for the neighbour's call and for the time to call again. */
export function callLater(memory: Memory, detail: string | null, now: Millis): Step {
  const { settings, attempts } = memory;
  const span = backoff(attempts - 1, settings.connectRetryTime);
  return {
    state: {
      ...listening(memory),
      connectRetry: settings.passive ? null : jittered(now, span, settings.seed),
    },
    actions: [
      { kind: 'closeConnection' },
      { kind: 'reportFailure', ending: ending('connectFailed', { detail }) },
    ],
  };
}

/** To Idle for a rest that grows with each failure; says why, closes, reports. */
export function fail(memory: Memory, why: Ending, now: Millis): Step {
  const { settings, attempts } = memory;
  // Deviation: also after a NOTIFICATION about the version, which §8.2.2 does not damp.
  const idleHold = jittered(now, backoff(memory.failures, settings.idleHoldTime), settings.seed);
  return {
    state: { kind: 'idle', settings, attempts, failures: memory.failures + 1, idleHold },
    actions: [...goodbye(why.sent), { kind: 'reportFailure', ending: why }],
  };
}

/** To Idle because we were told to; before there was a session that is nothing to report. */
export function stop({ settings }: Memory, { restartAfter, notification }: Stop, now: Millis): Step {
  return {
    state: { kind: 'idle', settings, attempts: 0, failures: 0, idleHold: within(now, restartAfter) },
    actions: goodbye(notification),
  };
}

type Stop = Extract<SessionEvent, { readonly kind: 'stop' }>;

/** Says why, where there is something to say, and closes. */
export function goodbye(notification: Notification | null): readonly SessionAction[] {
  const close: SessionAction = { kind: 'closeConnection' };
  return notification === null ? [close] : [{ kind: 'send', message: notification }, close];
}

/** When to say the next KEEPALIVE. */
export function keepaliveDeadline(
  { settings, session }: OpenConfirm | Established,
  now: Millis,
): Millis | null {
  return session.keepaliveTime === null ? null : jittered(now, session.keepaliveTime, settings.seed);
}

/** A deadline, or none for a span without end. */
export function within(now: Millis, span: Millis | null): Millis | null {
  return span === null ? null : after(now, span);
}

/** A NOTIFICATION (RFC 4271 §4.5). */
export function notification(code: number, subcode = 0, data: Uint8Array = new Uint8Array()): Notification {
  return { kind: 'notification', code, subcode, data };
}

/** The neighbour said why it goes. */
export function partedWith({ notification: received, detail }: NotificationReceived): Ending {
  return ending('notificationReceived', { received, detail });
}

type NotificationReceived = Extract<SessionEvent, { readonly kind: 'notificationReceived' }>;

/** A message that the state has no use for (RFC 6608 §3); its type is the data. */
export function unexpected(subcode: number, message: MessageName): Ending {
  const data = Uint8Array.of(MESSAGE_TYPE[message]);
  return ending('unexpectedMessage', {
    sent: notification(ErrorCode.finiteStateMachine, subcode, data),
    detail: message,
  });
}

/** A message from a neighbour that has not said its OPEN: closes without a word. */
export function tooEarly(message: MessageName): Ending {
  return ending('unexpectedMessage', { detail: `${message} before OPEN` });
}

/** The other connection to the same neighbour lives on (RFC 4271 §6.8). */
export const collisionLost: Ending = ending('collisionLost', {
  sent: notification(ErrorCode.cease, Cease.connectionCollisionResolution),
});

/** The neighbour opened another connection before this one came to anything. */
export const superseded: Ending = { ...collisionLost, reason: 'superseded' };

/** The neighbour was silent for too long (RFC 4271 §6.5). */
export const holdTimerExpired: Ending = ending('holdTimerExpired', {
  sent: notification(ErrorCode.holdTimerExpired),
});

function listening({ settings, attempts, failures }: Memory): Active {
  return { kind: 'active', settings, attempts, failures, connectRetry: null, delayOpen: null };
}

type MessageName = keyof typeof MESSAGE_TYPE;

const MESSAGE_TYPE = { OPEN: 1, UPDATE: 2, NOTIFICATION: 3, KEEPALIVE: 4, 'ROUTE-REFRESH': 5 } as const;
