import { after, millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import type { ClaimEvent } from './event.ts';
import { beginAnnouncing, yieldTo } from './owner.ts';
import type { ClaimSettings } from './settings.ts';
import type { Probing } from './state.ts';
import type { ClaimStep } from './step.ts';

/** Waits a random while, so that hosts which start together do not ask together (RFC 5227 §2.1.1). */
export function beginProbing({ probe }: ClaimSettings, now: Millis, random: number): ClaimStep {
  const due = after(now, millis(random * probe.firstWithin));
  return { state: { kind: 'probing', sent: 0, due }, actions: [] };
}

/** Asks, and takes the address when nobody objects. */
export function probing(state: Probing, event: ClaimEvent, settings: ClaimSettings, now: Millis): ClaimStep {
  switch (event.kind) {
    case 'deadlineReached':
      return state.sent < settings.probe.count
        ? askAgain(state, settings, now, event.random)
        : beginAnnouncing(now);
    case 'conflictSeen':
    case 'probeSeen':
      return settings.conflict === 'ignore' ? { state, actions: [] } : yieldTo(event.mac);
    case 'linkDown':
      return { state: { kind: 'waiting', probe: true }, actions: [] };
    case 'linkUp':
    case 'partnerSeen':
      return { state, actions: [] };
  }
}

function askAgain(state: Probing, { probe }: ClaimSettings, now: Millis, random: number): ClaimStep {
  const sent = state.sent + 1;
  const pause = millis(probe.shortest + random * (probe.longest - probe.shortest));
  const due = after(now, sent === probe.count ? probe.quiet : pause);
  return { state: { kind: 'probing', sent, due }, actions: [{ kind: 'probe' }] };
}
