import type { Millis } from '@fairlead/inet';

/** How far the claim of one address on one link has come. */
export type ClaimState = Waiting | Probing | Announcing | Settled | Yielded;

/** The link is down; the claim goes on when it is up. */
export interface Waiting {
  readonly kind: 'waiting';
  /** Whether other hosts must be asked first. */
  readonly probe: boolean;
}

/** Asking whether another host has the address (RFC 5227 §2.1, RFC 4862 §5.4): not answering yet. */
export interface Probing {
  readonly kind: 'probing';
  readonly sent: number;
  readonly due: Millis;
}

/** Owner; the burst that tells the neighbours is under way. */
export interface Announcing {
  readonly kind: 'announcing';
  readonly sent: number;
  readonly due: Millis;
  /** When a conflict was reported last, and when a handover. */
  readonly conflictAt: Millis | null;
  readonly handoverAt: Millis | null;
}

/** Owner; an announcement now and then keeps tables on the way from forgetting. */
export interface Settled {
  readonly kind: 'settled';
  readonly due: Millis | null;
  /** When a conflict was reported last, and when a handover. */
  readonly conflictAt: Millis | null;
  readonly handoverAt: Millis | null;
}

/** Another host has the address: silent until the address is claimed anew. */
export interface Yielded {
  readonly kind: 'yielded';
  /** The MAC address of that host, as a number. */
  readonly to: number;
}

/** Whether questions for the address are answered. */
export function isOwner(state: ClaimState): boolean {
  switch (state.kind) {
    case 'announcing':
    case 'settled':
      return true;
    case 'waiting':
    case 'probing':
    case 'yielded':
      return false;
  }
}

/** When the state wants `deadlineReached`; `null` for never. */
export function nextDeadline(state: ClaimState): Millis | null {
  switch (state.kind) {
    case 'probing':
    case 'announcing':
    case 'settled':
      return state.due;
    case 'waiting':
    case 'yielded':
      return null;
  }
}
