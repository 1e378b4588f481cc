import { isDue } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import { FsmError } from '../error.ts';
import type { SessionAction } from './action.ts';
import { ending } from './ending.ts';
import type { Ending } from './ending.ts';
import type { SessionEvent } from './event.ts';
import { withTimesOf } from './negotiate.ts';
import type { SessionSettings } from './settings.ts';
import type { Established, Memory, Step } from './state.ts';
import {
  collisionLost,
  fail,
  goodbye,
  holdTimerExpired,
  keepaliveDeadline,
  partedWith,
  stop,
  unchanged,
  unexpected,
  within,
} from './transition.ts';

/** Exchanges routes (RFC 4271 §8.2.2, Established state). */
export function established(state: Established, event: SessionEvent, now: Millis): Step {
  switch (event.kind) {
    case 'start':
      return unchanged(state);
    case 'stop':
      return told(state, event, now);
    case 'configured':
      return configured(state, event.settings, now);
    case 'deadlineReached':
      return deadlineReached(state, now);
    case 'connectionOpened':
    case 'connectionAccepted':
      return unchanged(state);
    case 'connectionFailed':
      return end(state, ending('connectionLost', { detail: event.detail }), now);
    case 'collisionLost':
      return end(state, collisionLost, now);
    case 'superseded':
      return end(state, ending('superseded'), now);
    case 'openReceived':
      return end(state, unexpected(FsmError.unexpectedMessageInEstablished, 'OPEN'), now);
    case 'malformedReceived':
      return end(state, ending('malformedMessage', { sent: event.notification, detail: event.detail }), now);
    case 'notificationReceived':
      return end(state, partedWith(event), now);
    case 'keepaliveReceived':
    case 'updateReceived':
    case 'routeRefreshReceived':
      return heard(state, now);
    case 'outputProgressed':
      return progressed(state, now);
  }
}

/** Timers that change are set anew; what both sides agreed on stays. */
function configured(before: Established, settings: SessionSettings, now: Millis): Step {
  const session = withTimesOf(before.session, settings);
  const state: Established = { ...before, settings, session };
  const { keepaliveTime, sendHoldTime } = before.session;
  return unchanged({
    ...state,
    keepalive: keepaliveTime === session.keepaliveTime ? state.keepalive : keepaliveDeadline(state, now),
    sendHold: sendHoldTime === session.sendHoldTime ? state.sendHold : within(now, session.sendHoldTime),
  });
}

function heard(state: Established, now: Millis): Step {
  const hold = within(now, state.session.holdTime);
  return unchanged(hold === state.hold ? state : { ...state, hold });
}

function progressed(state: Established, now: Millis): Step {
  const sendHold = within(now, state.session.sendHoldTime);
  return unchanged(sendHold === state.sendHold ? state : { ...state, sendHold });
}

function deadlineReached(state: Established, now: Millis): Step {
  if (isDue(state.hold, now)) return end(state, holdTimerExpired, now);
  if (isDue(state.sendHold, now)) return abandon(state, now);
  if (!isDue(state.keepalive, now)) return unchanged(state);
  return {
    state: { ...state, keepalive: keepaliveDeadline(state, now) },
    actions: [{ kind: 'send', message: { kind: 'keepalive' } }],
  };
}

function told(
  state: Established,
  event: Extract<SessionEvent, { readonly kind: 'stop' }>,
  now: Millis,
): Step {
  const stopped = stop(state, event, now);
  const why = ending(event.reason, { sent: event.notification });
  return { state: stopped.state, actions: [...stopped.actions, endSession(state, why)] };
}

function end(state: Established, why: Ending, now: Millis): Step {
  const failed = fail(stable(state, now), why, now);
  return { state: failed.state, actions: [...goodbye(why.sent), endSession(state, why)] };
}

/** A neighbour that takes nothing would not take a NOTIFICATION either (RFC 9687 §3.2). */
function abandon(state: Established, now: Millis): Step {
  const why = ending('sendHoldTimerExpired');
  return {
    state: fail(stable(state, now), why, now).state,
    actions: [{ kind: 'resetConnection' }, endSession(state, why)],
  };
}

function endSession({ session }: Established, why: Ending): SessionAction {
  return { kind: 'endSession', session, ending: why };
}

/** A session that lived longer than the longest rest forgives what was before it. */
function stable(state: Established, now: Millis): Memory {
  const { settings, since } = state;
  return { ...state, failures: now - since >= settings.idleHoldTime ? 0 : state.failures };
}
