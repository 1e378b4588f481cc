import type { MacAddress } from '@fairlead/inet';

/** What happens to a claim. Randomness is an input: a number from 0 up to 1. */
export type ClaimEvent =
  | { readonly kind: 'linkUp'; readonly random: number }
  | { readonly kind: 'linkDown' }
  | { readonly kind: 'deadlineReached'; readonly random: number }
  /** Another host speaks as the address. */
  | { readonly kind: 'conflictSeen'; readonly mac: MacAddress }
  /** Another host asks whether the address is free, to take it. */
  | { readonly kind: 'probeSeen'; readonly mac: MacAddress };
