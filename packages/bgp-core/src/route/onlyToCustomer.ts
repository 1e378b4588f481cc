import type { Asn } from '@fairlead/inet';
import type { Role } from '../message.ts';

/** The OTC attribute of a route after the rules of RFC 9234 §5: a number, `null` for none, or a route leak. */
export type OnlyToCustomer = Asn | null | 'leak';

/** What a route goes out with, given our role towards the peer. */
export function sendOnlyToCustomer(present: Asn | null, role: Role | null, localAs: Asn): OnlyToCustomer {
  switch (role) {
    case null:
      return present;
    case 'provider':
    case 'routeServer':
      return present ?? localAs;
    case 'peer':
      return present === null ? localAs : 'leak';
    case 'customer':
    case 'routeServerClient':
      return present === null ? null : 'leak';
  }
}

/** What a route comes in with, given our role towards the peer. */
export function receiveOnlyToCustomer(present: Asn | null, role: Role | null, peerAs: Asn): OnlyToCustomer {
  switch (role) {
    case null:
      return present;
    case 'provider':
    case 'routeServer':
      return present === null ? null : 'leak';
    case 'peer':
      return present === null || present === peerAs ? peerAs : 'leak';
    case 'customer':
    case 'routeServerClient':
      return present ?? peerAs;
  }
}
