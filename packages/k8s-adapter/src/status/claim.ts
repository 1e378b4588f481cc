import { decisiveVerdict } from '../decide/allocation.ts';
import type { Allocation } from '../decide/allocation.ts';
import { explanation, publicReason } from '../decide/reason.ts';
import type { Condition } from './condition.ts';
import type { Fields } from './pool.ts';

/** What the status of an AddressClaim says; `null` is a claim that was set aside. */
export function claimStatus(
  allocation: Allocation | null,
  generation: number | null,
): { readonly fields: Fields; readonly conditions: readonly Condition[] } {
  if (allocation === null) return { fields: { addresses: null }, conditions: [] };
  const { addresses } = allocation;
  const decisive = decisiveVerdict(allocation);
  const reserved: Condition = {
    type: 'Reserved',
    status: addresses.length > 0 ? 'True' : 'False',
    reason: publicReason(decisive.reason),
    message: explanation(decisive),
    ...(generation !== null && { observedGeneration: generation }),
  };
  return { fields: { addresses }, conditions: [reserved] };
}
