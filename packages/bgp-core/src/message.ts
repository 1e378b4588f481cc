import type { Asn, IpAddress, Ipv4, Ipv6, Prefix, RouterId, Seconds } from '@fairlead/inet';
import type { ProtocolError } from './error.ts';
import type { Family, OtherFamily, UnicastFamily } from './family.ts';

/** The five messages of BGP-4 (RFC 4271 §4, RFC 2918 §3), without an octet of their encoding. */
export type Message = Open | Update | Notification | Keepalive | RouteRefresh;

/** What a speaker says of itself when a connection is up (RFC 4271 §4.2). */
export interface Open {
  readonly kind: 'open';
  readonly version: number;
  /** The number in the capability for four octets where there is one, else the field of two octets. */
  readonly asn: Asn;
  /** The field of two octets where it is neither `asn` nor, for a larger number, AS_TRANS. */
  readonly myAutonomousSystem?: number;
  readonly holdTime: Seconds;
  readonly routerId: RouterId;
  readonly capabilities: readonly Capability[];
  /** How the capabilities were divided into optional parameters; without it each is written in one of its own. */
  readonly layout?: OpenLayout;
}

export interface OpenLayout {
  /** How many capabilities each optional parameter holds. */
  readonly parameters: readonly number[];
  /** Whether the lengths have two octets although one would do (RFC 9072). */
  readonly extended: boolean;
}

/** Routes withdrawn and announced with one set of path attributes (RFC 4271 §4.3). */
export interface Update {
  readonly kind: 'update';
  /** The withdrawn routes of IPv4 unicast that stand in the message's own field. */
  readonly withdrawn: readonly Nlri[];
  /** The routes of IPv4 unicast that stand in the message's own field. */
  readonly announced: readonly Nlri[];
  /** All path attributes but MP_REACH_NLRI and MP_UNREACH_NLRI. */
  readonly attributes: PathAttributes;
  readonly mpReach: MpReach | null;
  /** One on the wire; a second where an MP_REACH_NLRI had to be treated as withdraw. */
  readonly mpUnreach: readonly MpUnreach[];
  /** What was wrong and does not end the session (RFC 7606); its consequences are already drawn in the other fields. */
  readonly errors: readonly ProtocolError[];
  /** Order and flags of the attributes as received; without it both are the RFC's. */
  readonly layout: readonly AttributeHeader[] | null;
}

/** An UPDATE that was decoded: a view of octets that were checked once, read when asked. */
export interface ReceivedUpdate extends Update {
  /** The family whose routes were all sent, where the UPDATE says that and nothing else (RFC 4724 §2). */
  readonly endOfRib: Family | null;
  /** The path attributes in octets, without those of RFC 4760: where these are equal, `attributes` are. */
  readonly attributeOctets: Uint8Array;
  /** The next hop in MP_REACH_NLRI, `null` where there is none of a unicast family. */
  readonly mpNextHop: NextHop | null;
  /** Visits the unicast destinations that are withdrawn, without making text of them. */
  visitWithdrawn(visitor: NlriVisitor): void;
  /** Visits the unicast destinations that are announced: in the message's own field, in MP_REACH_NLRI, or in both places. */
  visitAnnounced(visitor: NlriVisitor, place?: 'own' | 'mpReach' | 'both'): void;
  /** The same as plain data, which keeps none of the octets. */
  detach(): Update;
}

/** Is told destinations as numbers; `pathId` is 0 where ADD-PATH is not in use. */
export interface NlriVisitor {
  ipv4(address: number, length: number, pathId: number): void;
  ipv6(word0: number, word1: number, word2: number, word3: number, length: number, pathId: number): void;
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
  readonly subtype: RouteRefreshSubtype | number;
  /** What follows in a request with outbound route filters (RFC 5291 §4), mostly nothing. */
  readonly filters: Uint8Array;
}

/** The subtypes of RFC 7313 §3.2; any other is a number. */
export type RouteRefreshSubtype = 'request' | 'beginningOfRouteRefresh' | 'endOfRouteRefresh';

/** One destination of an UPDATE, with the path identifier where ADD-PATH is in use (RFC 7911 §3). */
export interface Nlri {
  readonly prefix: Prefix;
  readonly pathId: number | null;
}

/** Routes of a family and their next hop (RFC 4760 §3); other families than unicast stay in octets. */
export type MpReach =
  | {
      readonly kind: 'unicast';
      readonly family: UnicastFamily;
      readonly nextHop: NextHop;
      readonly announced: readonly Nlri[];
    }
  | {
      readonly kind: 'raw';
      readonly family: OtherFamily;
      readonly nextHop: Uint8Array;
      readonly announced: Uint8Array;
    };

/** Routes of a family that are gone (RFC 4760 §4). */
export type MpUnreach =
  | { readonly kind: 'unicast'; readonly family: UnicastFamily; readonly withdrawn: readonly Nlri[] }
  | { readonly kind: 'raw'; readonly family: OtherFamily; readonly withdrawn: Uint8Array };

/** What an OPEN offers (RFC 5492); a code that is not known keeps its octets. */
export type Capability = CapabilityContent & {
  /** The value as received, where it has bits set that mean nothing. */
  readonly received?: Uint8Array;
};

type CapabilityContent =
  | { readonly kind: 'multiprotocol'; readonly family: Family }
  | { readonly kind: 'routeRefresh' }
  | { readonly kind: 'enhancedRouteRefresh' }
  | { readonly kind: 'fourOctetAs'; readonly asn: Asn }
  | GracefulRestart
  | LongLivedGracefulRestart
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

/** RFC 4724 §3, with the N bit of RFC 8538 §2. */
export interface GracefulRestart {
  readonly kind: 'gracefulRestart';
  readonly restarting: boolean;
  readonly notification: boolean;
  readonly restartTime: Seconds;
  readonly families: readonly { readonly family: Family; readonly forwarding: boolean }[];
}

/** RFC 9494 §3. */
export interface LongLivedGracefulRestart {
  readonly kind: 'longLivedGracefulRestart';
  readonly families: readonly {
    readonly family: Family;
    readonly forwarding: boolean;
    readonly staleTime: Seconds;
  }[];
}

/** What the speaker that sends the capability is able to do (RFC 7911 §4). */
export type AddPathDirection = 'receive' | 'send' | 'both';

/** The relation to the neighbour that RFC 9234 §4.1 names. */
export type Role = 'provider' | 'routeServer' | 'routeServerClient' | 'customer' | 'peer';

/** The path attributes of a route: those that it does not have are not there, those unknown keep their octets. */
export interface PathAttributes {
  readonly origin?: Origin;
  readonly asPath?: readonly AsPathSegment[];
  readonly nextHop?: NextHop;
  readonly multiExitDisc?: number;
  readonly localPref?: number;
  readonly atomicAggregate?: true;
  readonly aggregator?: Aggregator;
  readonly communities?: readonly Community[];
  readonly originatorId?: Ipv4;
  readonly clusterList?: readonly Ipv4[];
  readonly extendedCommunities?: readonly ExtendedCommunity[];
  readonly as4Path?: readonly AsPathSegment[];
  readonly as4Aggregator?: Aggregator;
  readonly ipv6ExtendedCommunities?: readonly Ipv6ExtendedCommunity[];
  readonly aigp?: bigint;
  readonly largeCommunities?: readonly LargeCommunity[];
  readonly onlyToCustomer?: Asn;
  readonly unknown?: readonly UnknownAttribute[];
}

export type Origin = 'igp' | 'egp' | 'incomplete';

/** A segment of an AS_PATH (RFC 4271 §4.3, RFC 5065 §3). */
export interface AsPathSegment {
  readonly kind: 'sequence' | 'set' | 'confedSequence' | 'confedSet';
  readonly asns: readonly Asn[];
}

/** Where to forward: an address, and for IPv6 on a shared link the link-local one too (RFC 2545 §3). */
export interface NextHop {
  readonly address: IpAddress;
  readonly linkLocal?: Ipv6;
}

/** The speaker that formed an aggregate (RFC 4271 §5.1.7). */
export interface Aggregator {
  readonly asn: Asn;
  readonly address: Ipv4;
}

/** 32 bits, written as two halves: `65000:100` is 65000 × 65536 + 100 (RFC 1997). */
export type Community = number;

/** Eight octets as 16 hexadecimal digits (RFC 4360). */
export type ExtendedCommunity = string;

/** Twenty octets as 40 hexadecimal digits (RFC 5701). */
export type Ipv6ExtendedCommunity = string;

/** Three numbers of 32 bits in decimal (RFC 8092 §5). */
export type LargeCommunity = `${number}:${number}:${number}`;

export interface UnknownAttribute {
  readonly code: number;
  readonly flags: number;
  readonly value: Uint8Array;
}

/** Code and flags of a path attribute (RFC 4271 §4.3). */
export interface AttributeHeader {
  readonly code: number;
  readonly flags: number;
}
