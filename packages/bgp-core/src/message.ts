import type { Asn, IpAddress, Ipv4, Prefix, RouterId, Seconds } from '@fairlead/inet';

/** The five messages of BGP-4 (RFC 4271 §4, RFC 2918 §3), without a byte of their encoding. */
export type Message = Open | Update | Notification | Keepalive | RouteRefresh;

/** What a speaker says of itself when a connection is up (RFC 4271 §4.2). */
export interface Open {
  readonly kind: 'open';
  readonly version: number;
  /** The four-octet number where that capability is present, else the two-octet field. */
  readonly asn: Asn;
  readonly holdTime: Seconds;
  readonly routerId: RouterId;
  readonly capabilities: readonly Capability[];
}

/** Routes withdrawn and announced with one set of path attributes (RFC 4271 §4.3). */
export interface Update {
  readonly kind: 'update';
  readonly withdrawn: readonly Nlri[];
  readonly announced: readonly Nlri[];
  readonly attributes: PathAttributes;
}

/** The reason for which a session ends (RFC 4271 §4.5). */
export interface Notification {
  readonly kind: 'notification';
  readonly code: number;
  readonly subcode: number;
  readonly data: Uint8Array;
}

export interface Keepalive {
  readonly kind: 'keepalive';
}

/** A request to send a family again, or a mark around the answer (RFC 2918, RFC 7313). */
export interface RouteRefresh {
  readonly kind: 'routeRefresh';
  readonly family: Family;
  readonly subtype: RouteRefreshSubtype;
}

export type RouteRefreshSubtype = 'request' | 'beginningOfRouteRefresh' | 'endOfRouteRefresh';

/** An address family and what its routes are for (RFC 4760 §3): `ipv4/unicast`, or `afi/safi` in numbers. */
export interface Family {
  readonly afi: number;
  readonly safi: number;
}

/** One destination of an UPDATE, with the path identifier where ADD-PATH is in use (RFC 7911 §3). */
export interface Nlri {
  readonly prefix: Prefix;
  readonly pathId: number | null;
}

/** What an OPEN offers (RFC 5492); a code that is not known keeps its octets. */
export type Capability =
  | { readonly kind: 'multiprotocol'; readonly family: Family }
  | { readonly kind: 'routeRefresh' }
  | { readonly kind: 'enhancedRouteRefresh' }
  | { readonly kind: 'fourOctetAs'; readonly asn: Asn }
  | {
      readonly kind: 'gracefulRestart';
      readonly restarting: boolean;
      readonly notification: boolean;
      readonly restartTime: Seconds;
      readonly families: readonly { readonly family: Family; readonly forwarding: boolean }[];
    }
  | {
      readonly kind: 'longLivedGracefulRestart';
      readonly families: readonly {
        readonly family: Family;
        readonly forwarding: boolean;
        readonly staleTime: Seconds;
      }[];
    }
  | {
      readonly kind: 'addPath';
      readonly families: readonly { readonly family: Family; readonly direction: AddPathDirection }[];
    }
  | {
      readonly kind: 'extendedNextHop';
      readonly families: readonly { readonly family: Family; readonly nextHopAfi: number }[];
    }
  | { readonly kind: 'extendedMessage' }
  | { readonly kind: 'role'; readonly role: Role }
  | { readonly kind: 'fqdn'; readonly hostname: string; readonly domain: string }
  | { readonly kind: 'softwareVersion'; readonly version: string }
  | { readonly kind: 'unknown'; readonly code: number; readonly value: Uint8Array };

export type AddPathDirection = 'receive' | 'send' | 'both';

/** The relation to the neighbour that RFC 9234 §4.1 names. */
export type Role = 'provider' | 'routeServer' | 'routeServerClient' | 'customer' | 'peer';

export type Origin = 'igp' | 'egp' | 'incomplete';

/** A segment of an AS_PATH (RFC 4271 §4.3, RFC 5065 §3). */
export interface AsPathSegment {
  readonly kind: 'sequence' | 'set' | 'confedSequence' | 'confedSet';
  readonly asns: readonly Asn[];
}

/** `high:low`, both of two octets (RFC 1997). */
export type Community = number;

/** Three numbers of four octets (RFC 8092). */
export interface LargeCommunity {
  readonly globalAdministrator: number;
  readonly localData1: number;
  readonly localData2: number;
}

/** The path attributes of a route. Those absent from the wire are absent here; those unknown keep their octets. */
export interface PathAttributes {
  readonly origin?: Origin;
  readonly asPath?: readonly AsPathSegment[];
  readonly nextHop?: NextHop;
  readonly multiExitDisc?: number;
  readonly localPref?: number;
  readonly atomicAggregate?: boolean;
  readonly aggregator?: { readonly asn: Asn; readonly address: Ipv4 };
  readonly communities?: readonly Community[];
  /** Eight octets each, as on the wire (RFC 4360). */
  readonly extendedCommunities?: readonly Uint8Array[];
  /** Twenty octets each, as on the wire (RFC 5701). */
  readonly ipv6ExtendedCommunities?: readonly Uint8Array[];
  readonly largeCommunities?: readonly LargeCommunity[];
  readonly originatorId?: RouterId;
  readonly clusterList?: readonly Ipv4[];
  readonly aigp?: bigint;
  readonly onlyToCustomer?: Asn;
  readonly unknown?: readonly UnknownAttribute[];
}

/** Where to forward: a global address, and for IPv6 on a shared link the link-local one too (RFC 2545 §3). */
export interface NextHop {
  readonly address: IpAddress;
  readonly linkLocal?: IpAddress;
}

export interface UnknownAttribute {
  readonly code: number;
  readonly flags: number;
  readonly value: Uint8Array;
}
