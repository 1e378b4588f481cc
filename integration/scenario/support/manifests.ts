import { NODE_AS, ROUTER_AS } from './router.ts';

/** The router as a peer, over IPv4 and over IPv6, and a router of the nodes' own AS beside them. */
export const PEERS = `
apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: { name: router, namespace: metallb-system }
spec: { myASN: ${NODE_AS}, peerASN: ${ROUTER_AS}, peerAddress: 10.1.0.1, holdTime: 9s, keepaliveTime: 3s }
---
apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: { name: router-ipv6, namespace: metallb-system }
spec: { myASN: ${NODE_AS}, peerASN: ${ROUTER_AS}, peerAddress: 'fd00:1::1', holdTime: 9s, keepaliveTime: 3s }
---
apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: { name: reflector, namespace: metallb-system }
spec: { myASN: ${NODE_AS}, peerASN: ${NODE_AS}, peerAddress: 10.1.0.200 }
`;

export const PUBLIC_POOL = `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: public, namespace: metallb-system }
spec: { addresses: [203.0.113.0/28, '2001:db8:1::/124'] }
---
apiVersion: metallb.io/v1beta1
kind: Community
metadata: { name: names, namespace: metallb-system }
spec:
  communities: [{ name: from-kubernetes, value: '64512:100' }]
---
apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
metadata: { name: public, namespace: metallb-system }
spec:
  ipAddressPools: [public]
  localPref: 250
  communities: [from-kubernetes, '65535:65281', 'large:64512:1:2']
`;

/** Announced as one prefix. */
export const EDGE_POOL = `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: edge, namespace: metallb-system }
spec: { addresses: [198.51.100.0/24], autoAssign: false }
---
apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
metadata: { name: edge, namespace: metallb-system }
spec: { ipAddressPools: [edge], aggregationLength: 24 }
`;

/** Objects that the API server takes and that cannot be right. */
export const BROKEN: readonly Broken[] = [
  {
    what: 'a pool that overlaps an older one',
    name: 'overlapping',
    says: '203.0.113.8-203.0.113.99',
    manifest: `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: overlapping, namespace: metallb-system }
spec: { addresses: [203.0.113.8-203.0.113.99] }
`,
  },
  {
    what: 'a community out of its range',
    name: 'bad-community',
    says: 'spec.communities[0]',
    manifest: `
apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
metadata: { name: bad-community, namespace: metallb-system }
spec: { ipAddressPools: [public], communities: ['64512:70000'] }
`,
  },
  {
    what: 'the name of a peer that does not exist',
    name: 'unknown-peer',
    says: 'spec.peers[0]',
    manifest: `
apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
metadata: { name: unknown-peer, namespace: metallb-system }
spec: { ipAddressPools: [public], peers: [nobody], localPref: 250 }
`,
  },
];

interface Broken {
  readonly what: string;
  readonly manifest: string;
  readonly name: string;
  readonly says: string;
}
