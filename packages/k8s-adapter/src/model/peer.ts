import type { Asn, IpAddress, IpFamily, RouterId, Seconds } from '@fairlead/inet';
import type { Aged, Labels } from './object.ts';
import type { LabelSelector } from './selector.ts';

/** A BGP neighbour of all nodes that its selectors select. */
export interface Peer extends Aged {
  readonly name: string;
  /** The object that it is of; its name where that is one peer only. */
  readonly group: string;
  readonly labels: Labels;
  /** One must select the node; none at all selects every node. */
  readonly nodeSelectors: readonly LabelSelector[];
  /** The autonomous system of the nodes. */
  readonly localAsn: Asn;
  /** Shown to this neighbour instead of `localAsn`. */
  readonly replacedAsn: Asn | null;
  readonly remoteAsn: Asn | 'internal' | 'external';
  readonly at: PeerLocation;
  readonly sourceAddress: IpAddress | null;
  readonly routerId: RouterId | null;
  /** `null` leaves the choice to the speaker. */
  readonly holdTime: Seconds | null;
  readonly keepaliveTime: Seconds | null;
  readonly connectTime: Seconds | null;
  readonly password: PasswordSource | null;
  /** The name of a BFD profile; `null` is no BFD. */
  readonly bfdProfile: string | null;
  readonly gracefulRestart: GracefulRestart | null;
  /** The highest number of hops to an eBGP neighbour; 1 is a direct one. */
  readonly ebgpHops: number;
  /** The lowest TTL that a packet from the neighbour may have (RFC 5082). */
  readonly minimumTtl: number | null;
  readonly vrf: string | null;
  /** `null` is the family of the session's addresses. */
  readonly families: readonly IpFamily[] | null;
  readonly isPassive: boolean;
  /** How many paths of one prefix are sent (RFC 7911); 1 is no ADD-PATH. */
  readonly addPathLimit: number;
}

export type PeerLocation =
  | { readonly kind: 'address'; readonly address: IpAddress; readonly port: number }
  | { readonly kind: 'interface'; readonly interface: string; readonly port: number };

/** Where the password of a session is; the password itself is kept apart. */
export type PasswordSource =
  | { readonly kind: 'inline' }
  | {
      readonly kind: 'secret';
      readonly namespace: string | null;
      readonly name: string;
      readonly key: string;
    };

/** RFC 4724; a long-lived stale time is RFC 9494. */
export interface GracefulRestart {
  readonly restartTime: Seconds | null;
  readonly longLivedStaleTime: Seconds | null;
}

/** How fast a neighbour's death is noticed (RFC 5880). */
export interface BfdProfile extends Aged {
  readonly name: string;
  readonly receiveInterval: number;
  readonly transmitInterval: number;
  readonly detectMultiplier: number;
  readonly echoInterval: number | null;
  readonly isPassive: boolean;
  readonly minimumTtl: number | null;
}
