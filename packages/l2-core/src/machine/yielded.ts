import type { ClaimEvent } from './event.ts';
import type { Yielded } from './state.ts';
import type { ClaimStep } from './step.ts';

/** Silent: whatever happens, the address is another host's until it is claimed anew. */
export function yielded(state: Yielded, event: ClaimEvent): ClaimStep {
  switch (event.kind) {
    case 'linkUp':
    case 'linkDown':
    case 'deadlineReached':
    case 'conflictSeen':
    case 'partnerSeen':
    case 'probeSeen':
      return { state, actions: [] };
  }
}
