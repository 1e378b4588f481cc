import type { Millis } from '@fairlead/inet';
import { active } from './active.ts';
import { connect } from './connect.ts';
import { established } from './established.ts';
import type { SessionEvent } from './event.ts';
import { idle } from './idle.ts';
import { openConfirm } from './openConfirm.ts';
import { openSent } from './openSent.ts';
import type { SessionSettings } from './settings.ts';
import type { Idle, SessionState, Step } from './state.ts';

/** A session that waits for its start. */
export function newSession(settings: SessionSettings): Idle {
  return { kind: 'idle', settings, attempts: 0, failures: 0, idleHold: null };
}

/** What an event makes of a session and what is to be done about it (RFC 4271 §8.2.2). */
export function step(state: SessionState, event: SessionEvent, now: Millis): Step {
  switch (state.kind) {
    case 'idle':
      return idle(state, event, now);
    case 'connect':
      return connect(state, event, now);
    case 'active':
      return active(state, event, now);
    case 'openSent':
      return openSent(state, event, now);
    case 'openConfirm':
      return openConfirm(state, event, now);
    case 'established':
      return established(state, event, now);
  }
}
