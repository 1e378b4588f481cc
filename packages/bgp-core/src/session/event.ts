import type { Millis } from '@fairlead/inet';
import type { Notification, Open } from '../message.ts';
import type { EndReason } from './ending.ts';
import type { SessionSettings } from './settings.ts';

/** What can happen to a session (RFC 4271 §8.1; the numbers are those of the events there). */
export type SessionEvent =
  /** 1, 3 to 7 */
  | { readonly kind: 'start' }
  /** 2 where `restartAfter` is `null`, else 8 */
  | {
      readonly kind: 'stop';
      readonly reason: EndReason;
      readonly notification: Notification | null;
      readonly restartAfter: Millis | null;
    }
  /** Settings for what follows; what was agreed on stays as it is. */
  | { readonly kind: 'configured'; readonly settings: SessionSettings }
  /** 9 to 13 and 29: the step asks which */
  | { readonly kind: 'deadlineReached' }
  /** 16 */
  | { readonly kind: 'connectionOpened' }
  /** 17 */
  | { readonly kind: 'connectionAccepted' }
  /** 18 */
  | { readonly kind: 'connectionFailed'; readonly detail: string | null }
  /** 23 */
  | { readonly kind: 'collisionLost' }
  /** The neighbour opened a newer connection in place of this one (RFC 4724 §5). */
  | { readonly kind: 'superseded' }
  /** 19 and 20 */
  | { readonly kind: 'openReceived'; readonly open: Open }
  /** 21, 22 and 28, with the answer that the codec asks for */
  | {
      readonly kind: 'malformedReceived';
      readonly notification: Notification;
      readonly detail: string | null;
    }
  /** 24 and 25, with what the neighbour's operator wrote */
  | {
      readonly kind: 'notificationReceived';
      readonly notification: Notification;
      readonly detail: string | null;
    }
  /** 26 */
  | { readonly kind: 'keepaliveReceived' }
  /** 27; what is in it is for the routing tables */
  | { readonly kind: 'updateReceived' }
  | { readonly kind: 'routeRefreshReceived' }
  /** The neighbour took octets of ours (RFC 9687 §3.1). */
  | { readonly kind: 'outputProgressed' };
