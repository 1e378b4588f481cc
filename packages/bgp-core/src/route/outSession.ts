import type { Asn, IpAddress } from '@fairlead/inet';
import type { UnicastFamily } from '../family.ts';
import type { NextHop, Role } from '../message.ts';
import type { WireContext } from '../wire/context.ts';

/** What an established session means for the routes that go out over it. */
export interface OutSession {
  readonly context: WireContext;
  /** The families that both OPENs name. */
  readonly families: ReadonlySet<UnicastFamily>;
  /** What is put in front of AS_PATH for an external peer, the leftmost first: mostly the one local AS number. */
  readonly localAsns: readonly [Asn, ...Asn[]];
  /** The next hop of routes that name none; `null` where the speaker has no address for a family. */
  readonly nextHopSelf: Readonly<Record<UnicastFamily, NextHop | null>>;
  readonly peerAddress: IpAddress | null;
  /** Our role towards the peer, where both agreed on roles (RFC 9234). */
  readonly role: Role | null;
  /** Whether answers to a ROUTE-REFRESH are marked at both ends (RFC 7313). */
  readonly enhancedRouteRefresh: boolean;
}
