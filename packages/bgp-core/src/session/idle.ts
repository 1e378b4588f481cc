import { isDue } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import type { SessionEvent } from './event.ts';
import type { Idle, Step } from './state.ts';
import { begin, unchanged, within } from './transition.ts';

/** Refuses all connections and rests, or waits for its start (RFC 4271 §8.2.2, Idle state). */
export function idle(state: Idle, event: SessionEvent, now: Millis): Step {
  switch (event.kind) {
    case 'start':
      return state.idleHold === null ? begin(state, now) : unchanged(state);
    case 'stop':
      return unchanged({
        ...state,
        attempts: 0,
        failures: 0,
        idleHold: restart(state, event.restartAfter, now),
      });
    case 'configured':
      return unchanged({ ...state, settings: event.settings });
    case 'deadlineReached':
      return isDue(state.idleHold, now) ? begin(state, now) : unchanged(state);
    case 'connectionOpened':
    case 'connectionAccepted':
      return { state, actions: [{ kind: 'closeConnection' }] };
    case 'connectionFailed':
    case 'collisionLost':
    case 'superseded':
    case 'openReceived':
    case 'malformedReceived':
    case 'notificationReceived':
    case 'keepaliveReceived':
    case 'updateReceived':
    case 'routeRefreshReceived':
    case 'outputProgressed':
      return unchanged(state);
  }
}

/** Who was told to wait for a start goes on waiting for it. */
function restart(state: Idle, restartAfter: Millis | null, now: Millis): Millis | null {
  return state.idleHold === null ? null : within(now, restartAfter);
}
