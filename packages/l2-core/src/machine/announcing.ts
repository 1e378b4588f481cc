import { after, millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import type { ClaimEvent } from './event.ts';
import { beginAnnouncing, meetConflict, meetPartner } from './owner.ts';
import { nextRefresh } from './settled.ts';
import type { ClaimSettings } from './settings.ts';
import type { Announcing } from './state.ts';
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
      return announceAgain(state, settings, now, event.random);
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

/** With the last announcement it asks whether another host answers too: one that has the address in its kernel says nothing else. */
function announceAgain(
  state: Announcing,
  { burst, refresh }: ClaimSettings,
  now: Millis,
  random: number,
): ClaimStep {
  const sent = state.sent + 1;
  const [previous, next] = [burst[sent - 1], burst[sent]];
  if (previous === undefined || next === undefined) {
    const { conflictAt, handoverAt } = state;
    return {
      state: { kind: 'settled', due: nextRefresh(refresh, now, random), conflictAt, handoverAt },
      actions: [{ kind: 'announce' }, { kind: 'probe' }],
    };
  }
  return {
    state: { ...state, sent, due: after(now, millis(next - previous)) },
    actions: [{ kind: 'announce' }],
  };
}
