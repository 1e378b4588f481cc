import type { Millis } from '@fairlead/inet';
import type { SessionAction } from './action.ts';
import type { Session } from './negotiate.ts';
import type { SessionSettings } from './settings.ts';

/** The six states (RFC 4271 §8.2.2). A timer is the time at which it expires, `null` while it does not run. */
export type SessionState = Idle | Connect | Active | OpenSent | OpenConfirm | Established;

/** What a session remembers through all of them. */
export interface Memory {
  readonly settings: SessionSettings;
  /** Attempts to connect since there was a session (ConnectRetryCounter). */
  readonly attempts: number;
  /** Failures that followed each other soon (DampPeerOscillations). */
  readonly failures: number;
}

export interface Idle extends Memory {
  readonly kind: 'idle';
  /** `null`: until told to start. */
  readonly idleHold: Millis | null;
}

export interface Connect extends Memory {
  readonly kind: 'connect';
  /** Stands still while the connection is up. */
  readonly connectRetry: Millis | null;
  /** Runs while the connection is up and the neighbour may speak first. */
  readonly delayOpen: Millis | null;
}

export interface Active extends Memory {
  readonly kind: 'active';
  readonly connectRetry: Millis | null;
  readonly delayOpen: Millis | null;
}

export interface OpenSent extends Memory {
  readonly kind: 'openSent';
  readonly hold: Millis;
}

export interface OpenConfirm extends Memory {
  readonly kind: 'openConfirm';
  readonly session: Session;
  readonly hold: Millis | null;
  readonly keepalive: Millis | null;
}

export interface Established extends Memory {
  readonly kind: 'established';
  readonly session: Session;
  readonly since: Millis;
  readonly hold: Millis | null;
  readonly keepalive: Millis | null;
  readonly sendHold: Millis | null;
}

/** What a step answers: the same state where nothing changed. */
export interface Step {
  readonly state: SessionState;
  readonly actions: readonly SessionAction[];
}
