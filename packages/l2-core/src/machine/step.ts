import { isDue } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import type { ClaimAction } from './action.ts';
import { announcing } from './announcing.ts';
import type { ClaimEvent } from './event.ts';
import type { ClaimSettings } from './settings.ts';
import { settled } from './settled.ts';
import { nextDeadline } from './state.ts';
import type { ClaimState } from './state.ts';
import { waiting } from './waiting.ts';
import { beginAnnouncing } from './owner.ts';
import { beginProbing, probing } from './probing.ts';
import { yielded } from './yielded.ts';

export interface ClaimStep {
  readonly state: ClaimState;
  readonly actions: readonly ClaimAction[];
}

/** How the claim of an address begins: `probe` asks other hosts first. */
export function begin(
  { isUp, probe, random }: { readonly isUp: boolean; readonly probe: boolean; readonly random: number },
  settings: ClaimSettings,
  now: Millis,
): ClaimStep {
  if (!isUp) return { state: { kind: 'waiting', probe }, actions: [] };
  return probe ? beginProbing(settings, now, random) : beginAnnouncing(now);
}

/** The next state of a claim, and what it orders; total. */
export function step(state: ClaimState, event: ClaimEvent, settings: ClaimSettings, now: Millis): ClaimStep {
  if (event.kind === 'deadlineReached' && !isDue(nextDeadline(state), now)) return { state, actions: [] };
  switch (state.kind) {
    case 'waiting':
      return waiting(state, event, settings, now);
    case 'probing':
      return probing(state, event, settings, now);
    case 'announcing':
      return announcing(state, event, settings, now);
    case 'settled':
      return settled(state, event, settings, now);
    case 'yielded':
      return yielded(state, event);
  }
}
