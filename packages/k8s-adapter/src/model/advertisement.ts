import type { Community } from './community.ts';
import type { Aged } from './object.ts';
import type { LabelSelector } from './selector.ts';

/** Which addresses are made known, how, and from which nodes. */
export type Advertisement = BgpAdvertisement | L2Advertisement;

/** What both ways of advertising say. */
export interface AdvertisementScope extends Aged {
  readonly name: string;
  readonly pools: Selection;
  /** One must select the Service; none at all selects every Service. */
  readonly serviceSelectors: readonly LabelSelector[];
  /** Names of namespaces; empty is every namespace. */
  readonly namespaces: readonly string[];
  /** One must select the node; none at all selects every node. */
  readonly nodeSelectors: readonly LabelSelector[];
}

/** Objects by name or by label; where both lists are empty, all of them. */
export interface Selection {
  readonly names: readonly string[];
  readonly selectors: readonly LabelSelector[];
}

export interface BgpAdvertisement extends AdvertisementScope {
  readonly kind: 'bgp';
  readonly peers: Selection;
  readonly aggregationLength: { readonly ipv4: number; readonly ipv6: number };
  readonly attributes: RouteAttributes;
  /** Whose addresses are next hops: the announcing node's own, or those of all eligible nodes over ADD-PATH. */
  readonly nextHops: NextHops;
  /** The bandwidth that each ready endpoint adds to its node's route, in bits per second; `null` is none. */
  readonly bandwidthPerEndpoint: number | null;
}

/** `sameLabel` restricts to nodes with the same value of that label as the announcing one. */
export type NextHops =
  { readonly kind: 'self' } | { readonly kind: 'nodes'; readonly sameLabel: string | null };

/** The path attributes that an advertisement asks for; `null` leaves one out. */
export interface RouteAttributes {
  readonly localPref: number | null;
  readonly med: number | null;
  /** How often the own AS number is repeated. */
  readonly prepend: number;
  readonly communities: readonly Community[];
}

export interface L2Advertisement extends AdvertisementScope {
  readonly kind: 'l2';
  /** Exact names; empty is every interface. */
  readonly interfaces: readonly string[];
  /** The weights of all that select a node are added up; the highest sum is preferred. */
  readonly preferredNodes: readonly { readonly weight: number; readonly selector: LabelSelector }[];
  readonly election: ElectionPolicy | null;
  /** Whether each address has a MAC of its own that moves with it. */
  readonly virtualMac: boolean;
}

/** `compatible` is the order of MetalLB, OpenELB and PureLB; `spread` gives every node its even share. */
export interface ElectionPolicy {
  readonly mode: 'compatible' | 'spread';
  /** When a node that came back takes its share again. */
  readonly failback: 'immediate' | 'never' | { readonly afterSeconds: number };
  /** Whether nodes with an endpoint of the Service are preferred. */
  readonly preferEndpoints: boolean;
}
