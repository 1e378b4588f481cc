import type { BgpAdvertisement, RouteAttributes } from '../model/advertisement.ts';
import type { Config } from '../model/cluster.ts';
import { formatCommunity } from '../model/community.ts';
import type { Node } from '../model/node.ts';
import type { Peer } from '../model/peer.ts';
import type { Pool } from '../model/pool.ts';
import { selectsAnyOrAll } from '../model/selector.ts';
import { verdict } from './reason.ts';
import type { Eligibility } from './eligibility.ts';
import { isEligible } from './eligibility.ts';
import { indexPools } from './poolIndex.ts';
import type { PoolIndex } from './poolIndex.ts';
import type { Verdict } from './reason.ts';
import { isSelected } from '../model/selection.ts';

/** All of the configuration that concerns the BGP of one node: found once per change of it, and not once per Service. */
export interface NodeView {
  readonly node: Node;
  /** Whether the node may announce at all. */
  readonly verdict: Verdict;
  readonly peers: readonly Peer[];
  readonly index: PoolIndex;
  /** By the name of the pool, the older advertisement first. */
  readonly offers: ReadonlyMap<string, readonly Offer[]>;
  /** The names of pools that some advertisement covers, from whichever nodes. */
  readonly advertisedPools: ReadonlySet<string>;
  /** The names of pools that some advertisement covers from this node. */
  readonly ownPools: ReadonlySet<string>;
  /** The nodes that can be next hops of others' routes. */
  readonly nextHops: readonly Node[];
}

/** What one advertisement says to some peers of a node. Offers are the same object for all Services. */
export interface Offer {
  readonly advertisement: BgpAdvertisement;
  /** The names of peers, at least one. */
  readonly peers: readonly string[];
  /** Its place among all offers of the node. */
  readonly order: number;
  /** How many eligible nodes are next hops; `null` is just this one. */
  readonly pathLimit: number | null;
}

export function viewOf(node: Node, nodes: readonly Node[], config: Config, eligible: Eligibility): NodeView {
  const { pools, bgpAdvertisements } = config;
  const peers = config.peers.filter(({ nodeSelectors }) => selectsAnyOrAll(nodeSelectors, node.labels));
  const own = bgpAdvertisements.filter(({ nodeSelectors }) => selectsAnyOrAll(nodeSelectors, node.labels));
  const offers = own
    .flatMap((advertisement) => offersOf(advertisement, peers))
    .map((offer, order) => ({ ...offer, order }));
  const covers = (pool: Pool) => (advertisement: BgpAdvertisement) => isSelected(advertisement.pools, pool);
  return {
    node,
    verdict: eligible.get(node.name) ?? verdict('nodeWithoutSpeaker', { node: node.name }),
    peers,
    index: indexPools(pools),
    offers: new Map(
      pools.map((pool) => [pool.name, offers.filter(({ advertisement }) => covers(pool)(advertisement))]),
    ),
    advertisedPools: namesOf(pools.filter((pool) => bgpAdvertisements.some(covers(pool)))),
    ownPools: namesOf(pools.filter((pool) => own.some(covers(pool)))),
    nextHops: nodes.filter(({ name }) => isEligible(eligible, name)),
  };
}

/** A text that is equal for equal attributes. */
export function attributesKey({ localPref, med, prepend, communities }: RouteAttributes): string {
  return [localPref ?? '', med ?? '', prepend, ...communities.map(formatCommunity)].join(' ');
}

function offersOf(advertisement: BgpAdvertisement, peers: readonly Peer[]): readonly Omit<Offer, 'order'>[] {
  const addressed = peers.filter((peer) => isSelected(advertisement.peers, peer));
  const limitOf = ({ addPathLimit }: Peer): number | null =>
    advertisement.nextHops.kind === 'nodes' && addPathLimit > 1 ? addPathLimit : null;
  return [...new Set(addressed.map(limitOf))].map((pathLimit) => ({
    advertisement,
    peers: [...namesOf(addressed.filter((peer) => limitOf(peer) === pathLimit))],
    pathLimit,
  }));
}

function namesOf(objects: readonly { readonly name: string }[]): ReadonlySet<string> {
  return new Set(objects.map(({ name }) => name));
}
