import { isDue, millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import type { NodeView } from './nodeView.ts';
import { verdict } from './reason.ts';
import type { Reason, Verdict } from './reason.ts';

/** How far a node is on its way out: it keeps its routes, lowered, until a time, so that nobody finds no route (RFC 8326). */
export type Departure =
  | { readonly kind: 'present' }
  | { readonly kind: 'leaving'; readonly until: Millis }
  | { readonly kind: 'gone' };

/** Who has announced nothing yet need not leave in order. */
export const NOT_YET_THERE: Departure = { kind: 'gone' };

/** What follows from the verdict on a node; one that its operator takes out leaves in order, any other is gone at once. */
export function departure(before: Departure, { reason }: Verdict, now: Millis, span: Millis): Departure {
  if (reason === 'nodeEligible') return before.kind === 'present' ? before : { kind: 'present' };
  if (!isDeliberate(reason) || before.kind === 'gone' || span === 0) return { kind: 'gone' };
  if (before.kind === 'present') return { kind: 'leaving', until: millis(now + span) };
  return isDue(before.until, now) ? { kind: 'gone' } : before;
}

/** Whether a node that this is said of is taken out by its operator, with everything on it alive. */
export function isDeliberate(reason: Reason): boolean {
  return reason === 'nodeDraining' || reason === 'nodeExcluded';
}

/** The view of a node that still has its routes. */
export function asIfPresent(view: NodeView): NodeView {
  return { ...view, verdict: verdict('nodeEligible', { node: view.node.name }) };
}
