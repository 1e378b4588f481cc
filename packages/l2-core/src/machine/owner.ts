import { after, isDue } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import type { ClaimAction } from './action.ts';
import { DEFEND_INTERVAL } from './settings.ts';
import type { ClaimSettings } from './settings.ts';
import type { Announcing, Settled } from './state.ts';
import type { ClaimStep } from './step.ts';

/** The address is ours, and the neighbours are told at once. */
export function beginAnnouncing(now: Millis): ClaimStep {
  return {
    state: { kind: 'announcing', sent: 0, due: now, conflictAt: null, handoverAt: null },
    actions: [{ kind: 'report', report: { kind: 'owned' } }],
  };
}

/** Another host speaks as an address that is ours (RFC 5227 §2.4): at most one reaction in 10 s. */
export function meetConflict(
  state: Announcing | Settled,
  mac: number,
  { conflict }: ClaimSettings,
  now: Millis,
): ClaimStep {
  if (conflict === 'yield') return yieldTo(mac);
  const { conflictAt } = state;
  if (isRecent(conflictAt, now)) return { state, actions: [] };
  const actions: readonly ClaimAction[] = [{ kind: 'report', report: { kind: 'conflict', mac } }];
  return conflict === 'defend'
    ? { state: { ...state, due: now, conflictAt: now }, actions }
    : { state: { ...state, conflictAt: now }, actions };
}

/**
 * A partner speaks as an address that is ours: one of us has not heard yet whose it is. To answer goes on, so that nobody is left
 * without; to announce would take clients back from the new owner. Reported at most once in 10 s.
 */
export function meetPartner(
  state: Announcing | Settled,
  mac: number,
  { conflict }: ClaimSettings,
  now: Millis,
): ClaimStep {
  if (conflict === 'yield') return yieldTo(mac);
  const { handoverAt } = state;
  if (isRecent(handoverAt, now)) return { state, actions: [] };
  return {
    state: { ...state, handoverAt: now },
    actions: [{ kind: 'report', report: { kind: 'handover', mac } }],
  };
}

/** Whether it is too soon after the last reaction for another one. */
function isRecent(reactedAt: Millis | null, now: Millis): boolean {
  return reactedAt !== null && !isDue(after(reactedAt, DEFEND_INTERVAL), now);
}

/** Leaves the address to another host. */
export function yieldTo(mac: number): ClaimStep {
  return {
    state: { kind: 'yielded', to: mac },
    actions: [{ kind: 'report', report: { kind: 'yielded', mac } }],
  };
}
