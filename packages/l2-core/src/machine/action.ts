/** What a claim orders. */
export type ClaimAction =
  | { readonly kind: 'probe' }
  | { readonly kind: 'announce' }
  | { readonly kind: 'report'; readonly report: ClaimReport };

/** What the owner of a claim should know. */
export type ClaimReport =
  /** The address is ours from now on. */
  | { readonly kind: 'owned' }
  /** Another host has the address too; ours is kept. */
  | { readonly kind: 'conflict'; readonly mac: number }
  /** A partner has the address too, and one of us is about to give it up; ours is kept. */
  | { readonly kind: 'handover'; readonly mac: number }
  /** Another host has the address; ours is given up, or was never taken. */
  | { readonly kind: 'yielded'; readonly mac: number };
