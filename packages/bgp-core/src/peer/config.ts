import type { UnicastFamily } from '../family.ts';
import type { AddPathDirection, PathAttributes, Role } from '../message.ts';
import type { IpFamily, Prefix } from '@fairlead/inet';

/** How to speak with a neighbour; what is not said has a default that needs no thought. Times are in seconds. */
export interface PeerConfig {
  /** Our AS number towards this neighbour. */
  readonly localAs: number;
  /** Our AS number elsewhere, where `localAs` stands in for it: it goes behind `localAs` into paths to another AS (RFC 7705 §3). */
  readonly globalAs?: number;
  /** The neighbour's: a number, the same as ours (`internal`), or any other (`external`). */
  readonly remoteAs: number | 'internal' | 'external';
  /** Four octets like 192.0.2.1, unique in the AS. */
  readonly routerId: string;
  /** Both unicast families. */
  readonly families?: readonly UnicastFamily[];
  /** The longest silence, 0 for no limit or 3 to 65535; the lesser of both sides counts. 90. */
  readonly holdTime?: number;
  /** A third of the hold time. */
  readonly keepaliveTime?: number;
  /** How long the neighbour may take nothing, 3 or more. 8 minutes, or twice the hold time. */
  readonly sendHoldTime?: number;
  /** The longest time between two calls; it begins with a second. 10. */
  readonly connectRetryTime?: number;
  /** The longest rest after a failure; it begins with a second. 60. */
  readonly idleHoldTime?: number;
  /** How long to wait for the neighbour's OPEN. 240. */
  readonly openTime?: number;
  /** How long to let the neighbour speak first. 0. */
  readonly delayOpenTime?: number;
  /** Waits to be called. */
  readonly passive?: boolean;
  /** Several paths to one prefix (RFC 7911), per family. */
  readonly addPath?: Readonly<Partial<Record<UnicastFamily, AddPathDirection>>>;
  /** IPv4 routes with an IPv6 next hop (RFC 8950). */
  readonly extendedNextHop?: boolean;
  /** Messages of up to 65,535 octets (RFC 8654). Offered unless `false`. */
  readonly extendedMessages?: boolean;
  /** What we are to a neighbour in another AS (RFC 9234). */
  readonly role?: Role;
  /** Refuses a neighbour that does not say its role. */
  readonly strictRole?: boolean;
  /** Restarts of ours that cost no traffic (RFC 4724); those of the neighbour cost none unless `false`. */
  readonly gracefulRestart?: GracefulRestartConfig | false;
  /** The addresses that routes point to which name no next hop; where not given, our end of the connection. */
  readonly nextHop?: NextHopConfig;
  /** The family of the addresses of the connection, where it is known beforehand: what no session could send is refused then. */
  readonly over?: IpFamily;
  /** Which received routes are taken: from another AS none unless said so (RFC 8212), from our own all. */
  readonly importRoutes?: ImportPolicy;
  /** Keeps the routes that are taken, to be looked at. */
  readonly adjRibIn?: boolean;
  /** The most prefixes that are taken. */
  readonly prefixLimit?: PrefixLimitConfig;
  /** Said to the neighbour for its operator to read. */
  readonly hostname?: string;
  readonly softwareVersion?: string;
}

export interface NextHopConfig {
  readonly ipv4?: string;
  readonly ipv6?: string;
  /**
   * Beside an IPv6 address of a subnet that the neighbour is in too (RFC 2545 §3); `interface` is that of our end of the connection,
   * where this is so.
   */
  readonly ipv6LinkLocal?: string;
}

/** Restarts that cost no traffic (RFC 4724). */
export interface GracefulRestartConfig {
  /** How long the neighbour should wait for us, 0 to 4095. 120. */
  readonly restartTime?: number;
  /** Whether packets are forwarded while the speaker is away. `true`. */
  readonly preservesForwarding?: boolean;
  /** Whether this start is such a restart. `false`. */
  readonly restarting?: boolean;
  /** Only keeps the neighbour's routes while it restarts. `false`. */
  readonly helperOnly?: boolean;
  /** How long routes may stay after that, as a last resort (RFC 9494), 0 to 16777215. 0. */
  readonly longLivedStaleTime?: number;
}

export interface PrefixLimitConfig {
  readonly maximum: number;
  /** After how many seconds to try again; without it the session stays down until it is told to start. */
  readonly restartAfter?: number;
}

/** Whether to take a route. */
export type ImportPolicy = 'none' | 'all' | ((prefix: Prefix, attributes: PathAttributes) => boolean);
