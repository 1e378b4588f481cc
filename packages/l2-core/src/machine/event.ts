/** What happens to a claim. Randomness is an input, from 0 up to 1; a MAC address is a number of 48 bits. */
export type ClaimEvent =
  | { readonly kind: 'linkUp'; readonly random: number }
  | { readonly kind: 'linkDown' }
  | { readonly kind: 'deadlineReached'; readonly random: number }
  /** Another host speaks as the address. */
  | { readonly kind: 'conflictSeen'; readonly mac: number }
  /** A host that hands addresses over to us, and we to it, speaks as the address. */
  | { readonly kind: 'partnerSeen'; readonly mac: number }
  /** Another host asks whether the address is free, to take it. */
  | { readonly kind: 'probeSeen'; readonly mac: number };
