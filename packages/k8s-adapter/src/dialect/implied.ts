import type { Asn } from '@fairlead/inet';
import type { AdvertisementScope, BgpAdvertisement, L2Advertisement } from '../model/advertisement.ts';
import type { Aged } from '../model/object.ts';
import type { Peer } from '../model/peer.ts';
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
    isAnnouncedElsewhere: false,
  };
}

/** A peer as it is when its object says nothing but the two numbers; where it is has still to be said. */
export function plainPeer(
  { ref, createdAt }: Aged,
  name: string,
  localAsn: Asn,
  remoteAsn: Peer['remoteAsn'],
): Peer {
  return {
    ref,
    createdAt,
    name,
    group: name,
    labels: {},
    nodeSelectors: [],
    localAsn,
    replacedAsn: null,
    remoteAsn,
    at: { kind: 'interface', interface: '', port: 179 },
    sourceAddress: null,
    routerId: null,
    holdTime: null,
    keepaliveTime: null,
    connectTime: null,
    password: null,
    bfdProfile: null,
    gracefulRestart: null,
    ebgpHops: 1,
    minimumTtl: null,
    vrf: null,
    families: null,
    isPassive: false,
    addPathLimit: 1,
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
    nextHops: { kind: 'self' },
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
