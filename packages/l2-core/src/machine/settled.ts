import { after, millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import type { ClaimEvent } from './event.ts';
import { beginAnnouncing, meetConflict, meetPartner } from './owner.ts';
import type { ClaimSettings } from './settings.ts';
import type { Settled } from './state.ts';
import type { ClaimStep } from './step.ts';

/** Owner, and known to be. */
export function settled(state: Settled, event: ClaimEvent, settings: ClaimSettings, now: Millis): ClaimStep {
  switch (event.kind) {
    case 'deadlineReached':
      return {
        state: { ...state, due: nextRefresh(settings.refresh, now, event.random) },
        actions: [{ kind: 'announce' }],
      };
    case 'conflictSeen':
      return meetConflict(state, event.mac, settings, now);
    case 'partnerSeen':
      return meetPartner(state, event.mac, settings, now);
    case 'linkUp':
      return beginAnnouncing(now);
    case 'linkDown':
      return { state: { kind: 'waiting', probe: false }, actions: [] };
    case 'probeSeen':
      return { state, actions: [] };
  }
}

/**
 * Within a quarter of the interval around it, so that many addresses drift apart; but on a grid, so that those of one moment leave
 * in one go.
 */
export function nextRefresh(refresh: Millis | null, now: Millis, random: number): Millis | null {
  if (refresh === null) return null;
  const due = after(now, millis(refresh * (0.75 + random / 2)));
  return millis(Math.ceil(due / GRID) * GRID);
}

const GRID = 100;
