import type { Millis } from '@fairlead/inet';
import type { ClaimEvent } from './event.ts';
import { beginAnnouncing } from './owner.ts';
import { beginProbing } from './probing.ts';
import type { ClaimSettings } from './settings.ts';
import type { Waiting } from './state.ts';
import type { ClaimStep } from './step.ts';

/** Nothing can be sent or heard until the link is up. */
export function waiting(state: Waiting, event: ClaimEvent, settings: ClaimSettings, now: Millis): ClaimStep {
  switch (event.kind) {
    case 'linkUp':
      return state.probe ? beginProbing(settings, now, event.random) : beginAnnouncing(now);
    case 'linkDown':
    case 'deadlineReached':
    case 'conflictSeen':
    case 'partnerSeen':
    case 'probeSeen':
      return { state, actions: [] };
  }
}
