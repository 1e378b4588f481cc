import type { IpAddress, Ipv6, MacAddress } from '@fairlead/inet';

/** What a responder tells its driver. */
export type ResponderEvent =
  /** The address is answered for from now on. */
  | { readonly kind: 'owned'; readonly address: IpAddress }
  /** Another host has the address too; ours is kept. */
  | { readonly kind: 'conflict'; readonly address: IpAddress; readonly mac: MacAddress }
  /** A partner has the address too, and one of the two is about to give it up; ours is kept. */
  | { readonly kind: 'handover'; readonly address: IpAddress; readonly mac: MacAddress }
  /** Another host has the address; it is not answered for until it is claimed anew. */
  | { readonly kind: 'yielded'; readonly address: IpAddress; readonly mac: MacAddress }
  /** Solicitations for an address of ours go to this group. */
  | { readonly kind: 'joinGroup'; readonly group: Ipv6 }
  | { readonly kind: 'leaveGroup'; readonly group: Ipv6 };

/** How the claim of an address stands. */
export interface ClaimStatus {
  readonly address: IpAddress;
  readonly mac: MacAddress;
  readonly state: 'waiting' | 'probing' | 'announcing' | 'settled' | 'yielded';
  /** The host that has the address, where it was yielded. */
  readonly yieldedTo: MacAddress | null;
  /** Questions for it since it was claimed, and those that were answered. */
  readonly requests: number;
  readonly replies: number;
  /** Frames sent unasked since it was claimed: announcements and probes. */
  readonly unasked: number;
}
