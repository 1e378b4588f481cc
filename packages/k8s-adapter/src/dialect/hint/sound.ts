import type { Cluster } from '../../model/cluster.ts';
import type { Peer } from '../../model/peer.ts';
import type { AddressClaim, Pool } from '../../model/pool.ts';
import type { Service } from '../../model/service.ts';
import type { BgpAdvertisementDraft, Draft, KubeProxy, L2AdvertisementDraft } from '../drafts.ts';

/** Everything that was not set aside, with the reports for what is still to be said of it. */
export interface Sound {
  readonly cluster: Cluster;
  readonly pools: readonly Draft<Pool>[];
  readonly peers: readonly Draft<Peer>[];
  readonly bgpAdvertisements: readonly BgpAdvertisementDraft[];
  readonly l2Advertisements: readonly L2AdvertisementDraft[];
  readonly services: readonly Draft<Service>[];
  readonly claims: readonly Draft<AddressClaim>[];
  readonly kubeProxies: readonly KubeProxy[];
}
