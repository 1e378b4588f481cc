import { after, millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import type { ClaimEvent } from './event.ts';
import { beginAnnouncing, meetConflict } from './owner.ts';
import { nextRefresh } from './settled.ts';
import type { ClaimSettings } from './settings.ts';
import type { Announcing, ClaimState } from './state.ts';
import type { ClaimStep } from './step.ts';

/** Tells the neighbours several times, as any one frame may be lost. */
export function announcing(
  state: Announcing,
  event: ClaimEvent,
  settings: ClaimSettings,
  now: Millis,
): ClaimStep {
  switch (event.kind) {
    case 'deadlineReached':
      return {
        state: afterAnnouncement(state, settings, now, event.random),
        actions: [{ kind: 'announce' }],
      };
    case 'conflictSeen':
      return meetConflict(state, event.mac, settings, now);
    case 'linkUp':
      return beginAnnouncing(now);
    case 'linkDown':
      return { state: { kind: 'waiting', probe: false }, actions: [] };
    case 'probeSeen':
      return { state, actions: [] };
  }
}

function afterAnnouncement(
  state: Announcing,
  { burst, refresh }: ClaimSettings,
  now: Millis,
  random: number,
): ClaimState {
  const sent = state.sent + 1;
  const [previous, next] = [burst[sent - 1], burst[sent]];
  if (previous === undefined || next === undefined) {
    return { kind: 'settled', due: nextRefresh(refresh, now, random), conflictAt: state.conflictAt };
  }
  return { ...state, sent, due: after(now, millis(next - previous)) };
}
