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
    state: { kind: 'announcing', sent: 0, due: now, conflictAt: null },
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
  if (conflict === 'yield') {
    const report: ClaimAction = { kind: 'report', report: { kind: 'yielded', mac } };
    return { state: { kind: 'yielded', to: mac }, actions: [report] };
  }
  const { conflictAt } = state;
  if (conflictAt !== null && !isDue(after(conflictAt, DEFEND_INTERVAL), now)) return { state, actions: [] };
  const actions: readonly ClaimAction[] = [{ kind: 'report', report: { kind: 'conflict', mac } }];
  return conflict === 'defend'
    ? { state: { ...state, due: now, conflictAt: now }, actions }
    : { state: { ...state, conflictAt: now }, actions };
}
