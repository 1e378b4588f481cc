import type { Prefix } from '@fairlead/inet';
import type { BgpAdvertisement, L2Advertisement } from './advertisement.ts';
import type { EndpointSlice } from './endpoint.ts';
import type { Namespace } from './namespace.ts';
import type { Node } from './node.ts';
import type { BfdProfile, Peer } from './peer.ts';
import type { AddressClaim, Pool } from './pool.ts';
import type { Service } from './service.ts';

/** What operators configure, after everything that is broken was set aside. Lists are in order of age. */
export interface Config {
  readonly pools: readonly Pool[];
  readonly claims: readonly AddressClaim[];
  readonly peers: readonly Peer[];
  readonly bfdProfiles: readonly BfdProfile[];
  readonly bgpAdvertisements: readonly BgpAdvertisement[];
  readonly l2Advertisements: readonly L2Advertisement[];
}

/** All that decisions are made from. */
export interface Cluster {
  readonly config: Config;
  readonly namespaces: readonly Namespace[];
  readonly services: readonly Service[];
  readonly endpointSlices: readonly EndpointSlice[];
  readonly nodes: readonly Node[];
  /** The ranges of ClusterIPs, as far as they are known. */
  readonly serviceCidrs: readonly Prefix[];
}

export const NO_CONFIG: Config = {
  pools: [],
  claims: [],
  peers: [],
  bfdProfiles: [],
  bgpAdvertisements: [],
  l2Advertisements: [],
};
