import { isDue } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import { ending } from './ending.ts';
import type { SessionEvent } from './event.ts';
import type { SessionSettings } from './settings.ts';
import type { Active, Step } from './state.ts';
import {
  call,
  callLater,
  connected,
  fail,
  hear,
  partedWith,
  speak,
  stop,
  tooEarly,
  unchanged,
} from './transition.ts';

/** Waits for the neighbour's call, and for the time to call again (RFC 4271 §8.2.2, Active state). */
export function active(state: Active, event: SessionEvent, now: Millis): Step {
  switch (event.kind) {
    case 'start':
      return unchanged(state);
    case 'stop':
      return stop(state, { ...event, notification: null }, now);
    case 'configured':
      return unchanged({
        ...state,
        settings: event.settings,
        connectRetry: connectRetry(state, event.settings, now),
      });
    case 'deadlineReached':
      if (isDue(state.delayOpen, now)) return speak(state, now);
      return isDue(state.connectRetry, now) ? call(state, now) : unchanged(state);
    case 'connectionOpened':
    case 'connectionAccepted':
      return state.delayOpen === null ? connected(state, now) : unchanged(state);
    case 'connectionFailed':
      // Deviation: goes on waiting, where §8.2.2 rests in Idle and refuses the neighbour's next call.
      return callLater(state, event.detail, now);
    case 'collisionLost':
      return fail(state, ending('collisionLost'), now);
    case 'superseded':
      return fail(state, ending('superseded'), now);
    case 'openReceived':
      if (state.delayOpen === null) return fail(state, tooEarly('OPEN'), now);
      return hear(state, event.open, now, [{ kind: 'send', message: state.settings.open }]);
    case 'malformedReceived':
      return fail(state, ending('malformedMessage', { sent: event.notification, detail: event.detail }), now);
    case 'notificationReceived':
      return fail(state, partedWith(event), now);
    case 'keepaliveReceived':
      return fail(state, tooEarly('KEEPALIVE'), now);
    case 'updateReceived':
      return fail(state, tooEarly('UPDATE'), now);
    case 'routeRefreshReceived':
      return fail(state, tooEarly('ROUTE-REFRESH'), now);
    case 'outputProgressed':
      return unchanged(state);
  }
}

/** A speaker that is told to call does so at once, one that is told to wait forgets to call. */
function connectRetry(state: Active, { passive }: SessionSettings, now: Millis): Millis | null {
  if (passive) return null;
  return state.connectRetry ?? (state.delayOpen === null ? now : null);
}
