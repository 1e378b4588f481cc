import { isDue } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import { FsmError } from '../error.ts';
import { ending } from './ending.ts';
import type { SessionEvent } from './event.ts';
import type { OpenConfirm, Step } from './state.ts';
import {
  collisionLost,
  fail,
  holdTimerExpired,
  keepaliveDeadline,
  partedWith,
  stop,
  superseded,
  unchanged,
  unexpected,
  within,
} from './transition.ts';

/** Both have said their OPEN; waits for the neighbour to agree (RFC 4271 §8.2.2, OpenConfirm state). */
export function openConfirm(state: OpenConfirm, event: SessionEvent, now: Millis): Step {
  switch (event.kind) {
    case 'start':
      return unchanged(state);
    case 'stop':
      return stop(state, event, now);
    case 'configured':
      return unchanged({ ...state, settings: event.settings });
    case 'deadlineReached':
      return deadlineReached(state, now);
    case 'connectionOpened':
    case 'connectionAccepted':
      return unchanged(state);
    case 'connectionFailed':
      return fail(state, ending('connectionLost', { detail: event.detail }), now);
    case 'collisionLost':
      return fail(state, collisionLost, now);
    case 'superseded':
      return fail(state, superseded, now);
    case 'openReceived':
      return fail(state, unexpected(FsmError.unexpectedMessageInOpenConfirm, 'OPEN'), now);
    case 'malformedReceived':
      return fail(state, ending('malformedMessage', { sent: event.notification, detail: event.detail }), now);
    case 'notificationReceived':
      return fail(state, partedWith(event), now);
    case 'keepaliveReceived':
      return establish(state, now);
    case 'updateReceived':
      return fail(state, unexpected(FsmError.unexpectedMessageInOpenConfirm, 'UPDATE'), now);
    case 'routeRefreshReceived':
      return fail(state, unexpected(FsmError.unexpectedMessageInOpenConfirm, 'ROUTE-REFRESH'), now);
    case 'outputProgressed':
      return unchanged(state);
  }
}

function deadlineReached(state: OpenConfirm, now: Millis): Step {
  if (isDue(state.hold, now)) return fail(state, holdTimerExpired, now);
  if (!isDue(state.keepalive, now)) return unchanged(state);
  return {
    state: { ...state, keepalive: keepaliveDeadline(state, now) },
    actions: [{ kind: 'send', message: { kind: 'keepalive' } }],
  };
}

function establish({ settings, failures, session, keepalive }: OpenConfirm, now: Millis): Step {
  return {
    state: {
      kind: 'established',
      settings,
      attempts: 0,
      failures,
      session,
      since: now,
      hold: within(now, session.holdTime),
      keepalive,
      sendHold: within(now, session.sendHoldTime),
    },
    actions: [{ kind: 'startSession', session }],
  };
}
