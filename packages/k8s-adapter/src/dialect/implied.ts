import type { AdvertisementScope, BgpAdvertisement, L2Advertisement } from '../model/advertisement.ts';
import type { Aged } from '../model/object.ts';
import type { Pool, PoolRange } from '../model/pool.ts';
import { NO_ATTRIBUTES } from './drafts.ts';

/** A pool as it is when its object says nothing but its addresses. */
export function plainPool({ ref, createdAt }: Aged, name: string, ranges: readonly PoolRange[]): Pool {
  return {
    ref,
    createdAt,
    name,
    labels: {},
    ranges,
    autoAssign: true,
    disabled: false,
    avoidBuggyIps: false,
    priority: null,
    reservedFor: null,
    optIn: null,
    isDefault: false,
    whenRemoved: 'move',
    quotas: [],
  };
}

/** The advertisement of one pool to all peers that a pool implies where it is of protocol bgp. */
export function impliedBgp(object: Aged, pool: string): BgpAdvertisement {
  return {
    ...impliedScope(object, pool),
    kind: 'bgp',
    peers: { names: [], selectors: [] },
    aggregationLength: { ipv4: 32, ipv6: 128 },
    attributes: NO_ATTRIBUTES,
    nextHops: 'self',
    bandwidthPerEndpoint: null,
  };
}

/** The advertisement of one pool on all interfaces that a pool implies where it is of protocol layer2. */
export function impliedL2(object: Aged, pool: string): L2Advertisement {
  return {
    ...impliedScope(object, pool),
    kind: 'l2',
    interfaces: [],
    preferredNodes: [],
    election: null,
    virtualMac: false,
  };
}

function impliedScope({ ref, createdAt }: Aged, pool: string): AdvertisementScope {
  return {
    ref,
    createdAt,
    name: pool,
    pools: { names: [pool], selectors: [] },
    serviceSelectors: [],
    namespaces: [],
    nodeSelectors: [],
  };
}
