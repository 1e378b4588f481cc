import type { Keepalive, Notification, Open } from '../message.ts';
import type { Ending } from './ending.ts';
import type { Session } from './negotiate.ts';

/** What a session orders, to be carried out in order (RFC 4271 §8.2.2). */
export type SessionAction =
  | { readonly kind: 'connect' }
  | { readonly kind: 'send'; readonly message: Open | Keepalive | Notification }
  /** Closes once all that was sent before is out. */
  | { readonly kind: 'closeConnection' }
  /** Closes at once; what is not out yet is lost. */
  | { readonly kind: 'resetConnection' }
  | { readonly kind: 'startSession'; readonly session: Session }
  | { readonly kind: 'endSession'; readonly session: Session; readonly ending: Ending }
  /** An attempt came to nothing before there was a session. */
  | { readonly kind: 'reportFailure'; readonly ending: Ending };
