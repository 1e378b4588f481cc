import { isDue } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import { ending } from './ending.ts';
import type { SessionEvent } from './event.ts';
import type { Connect, Step } from './state.ts';
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

/** Waits for its call to be answered (RFC 4271 §8.2.2, Connect state). */
export function connect(state: Connect, event: SessionEvent, now: Millis): Step {
  switch (event.kind) {
    case 'start':
      return unchanged(state);
    case 'stop':
      return stop(state, { ...event, notification: null }, now);
    case 'configured':
      return unchanged({ ...state, settings: event.settings });
    case 'deadlineReached':
      return deadlineReached(state, now);
    case 'connectionOpened':
    case 'connectionAccepted':
      return state.delayOpen === null ? connected(state, now) : unchanged(state);
    case 'connectionFailed':
      // Deviation: listens on as after a delayed OPEN, where §8.2.2 rests in Idle and refuses the neighbour's call.
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

function deadlineReached(state: Connect, now: Millis): Step {
  if (isDue(state.delayOpen, now)) return speak(state, now);
  if (!isDue(state.connectRetry, now)) return unchanged(state);
  const again = call(state, now);
  const failure = ending('connectTimedOut');
  return {
    state: again.state,
    actions: [{ kind: 'closeConnection' }, { kind: 'reportFailure', ending: failure }, ...again.actions],
  };
}
