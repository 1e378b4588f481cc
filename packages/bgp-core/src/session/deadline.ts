import { after, earliest, millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import type { SessionState } from './state.ts';

/** When the state wants to be asked again, or `null` for never. */
export function nextDeadline(state: SessionState): Millis | null {
  switch (state.kind) {
    case 'idle':
      return state.idleHold;
    case 'connect':
    case 'active':
      return earliest(state.connectRetry, state.delayOpen);
    case 'openSent':
      return state.hold;
    case 'openConfirm':
      return earliest(state.hold, state.keepalive);
    case 'established':
      return earliest(state.hold, state.keepalive, state.sendHold);
  }
}

/** A deadline after 75 to 100 % of the span, so that speakers do not act in step (RFC 4271 §10). */
export function jittered(now: Millis, span: Millis, seed: number): Millis {
  return after(now, millis(span * (0.75 + 0.25 * fraction(seed, now))));
}

/** A second, twice as long each time, up to a limit. */
export function backoff(times: number, limit: Millis): Millis {
  return millis(Math.min(limit, FIRST_BACKOFF * 2 ** Math.min(times, 20)));
}

/** A number from 0 to 1 that seed and time decide (the finalizer of MurmurHash3). */
function fraction(seed: number, now: Millis): number {
  let hash = Math.imul(seed ^ Math.trunc(now), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

const FIRST_BACKOFF = 1000;
