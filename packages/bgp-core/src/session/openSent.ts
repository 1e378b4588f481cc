import { isDue } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import { ErrorCode, FsmError } from '../error.ts';
import { ending } from './ending.ts';
import type { SessionEvent } from './event.ts';
import type { OpenSent, Step } from './state.ts';
import {
  callLater,
  collisionLost,
  fail,
  hear,
  notification,
  partedWith,
  stop,
  superseded,
  unchanged,
  unexpected,
} from './transition.ts';

/** Has said its OPEN and waits for the neighbour's (RFC 4271 §8.2.2, OpenSent state). */
export function openSent(state: OpenSent, event: SessionEvent, now: Millis): Step {
  switch (event.kind) {
    case 'start':
      return unchanged(state);
    case 'stop':
      return stop(state, event, now);
    case 'configured':
      return unchanged({ ...state, settings: event.settings });
    case 'deadlineReached':
      return isDue(state.hold, now) ? fail(state, openTimedOut, now) : unchanged(state);
    case 'connectionOpened':
    case 'connectionAccepted':
      return unchanged(state);
    case 'connectionFailed':
      return callLater(state, event.detail, now);
    case 'collisionLost':
      return fail(state, collisionLost, now);
    case 'superseded':
      return fail(state, superseded, now);
    case 'openReceived':
      return hear(state, event.open, now);
    case 'malformedReceived':
      return fail(state, ending('malformedMessage', { sent: event.notification, detail: event.detail }), now);
    case 'notificationReceived':
      return fail(state, partedWith(event), now);
    case 'keepaliveReceived':
      return fail(state, unexpected(FsmError.unexpectedMessageInOpenSent, 'KEEPALIVE'), now);
    case 'updateReceived':
      return fail(state, unexpected(FsmError.unexpectedMessageInOpenSent, 'UPDATE'), now);
    case 'routeRefreshReceived':
      return fail(state, unexpected(FsmError.unexpectedMessageInOpenSent, 'ROUTE-REFRESH'), now);
    case 'outputProgressed':
      return unchanged(state);
  }
}

const openTimedOut = ending('openTimedOut', { sent: notification(ErrorCode.holdTimerExpired) });
