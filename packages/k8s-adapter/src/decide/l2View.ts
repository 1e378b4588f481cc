import type { ElectionPolicy, L2Advertisement } from '../model/advertisement.ts';
import type { Config } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import { isSelected } from '../model/selection.ts';
import { selects, selectsAnyOrAll } from '../model/selector.ts';
import { DEFAULT_ELECTION } from './elect.ts';
import type { Eligibility } from './eligibility.ts';
import type { LinksOf } from './linked.ts';
import { indexPools } from './poolIndex.ts';
import type { PoolIndex } from './poolIndex.ts';

/** All of the configuration that concerns layer 2, on all nodes: found once per change of it, and not once per Service. */
export interface L2View {
  readonly index: PoolIndex;
  readonly nodes: readonly Node[];
  readonly eligibility: Eligibility;
  /** By the name of the pool. */
  readonly offers: ReadonlyMap<string, readonly L2Offer[]>;
  readonly options: L2Options;
  readonly links: LinksOf;
}

/** What one advertisement says of the nodes. */
export interface L2Offer {
  readonly advertisement: L2Advertisement;
  /** The weight of each node that it selects, 0 where it prefers none. */
  readonly preferences: ReadonlyMap<string, number>;
}

export interface L2Options {
  /** Where an advertisement does not say it. */
  readonly election: ElectionPolicy;
  /** How long each node has had a live speaker, in seconds; one that is absent has had it for ever. */
  readonly aliveFor: ReadonlyMap<string, number>;
}

export const DEFAULT_L2: L2Options = { election: DEFAULT_ELECTION, aliveFor: new Map() };

export function l2ViewOf(
  nodes: readonly Node[],
  config: Config,
  eligibility: Eligibility,
  options: L2Options = DEFAULT_L2,
  links: LinksOf = new Map(),
): L2View {
  const offers = config.l2Advertisements.map((advertisement) => offerOf(advertisement, nodes));
  return {
    index: indexPools(config.pools),
    nodes,
    eligibility,
    offers: new Map(
      config.pools.map((pool) => [
        pool.name,
        offers.filter(({ advertisement }) => isSelected(advertisement.pools, pool)),
      ]),
    ),
    options,
    links,
  };
}

function offerOf(advertisement: L2Advertisement, nodes: readonly Node[]): L2Offer {
  const selected = nodes.filter(({ labels }) => selectsAnyOrAll(advertisement.nodeSelectors, labels));
  const preferences = selected.map(({ name, labels }) => {
    const matching = advertisement.preferredNodes.filter(({ selector }) => selects(selector, labels));
    return [name, matching.reduce((sum, { weight }) => sum + weight, 0)] as const;
  });
  return { advertisement, preferences: new Map(preferences) };
}
