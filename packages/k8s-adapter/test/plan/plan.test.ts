import { formatCommunity, plan, translate } from '@fairlead/k8s-adapter';
import type { Plan } from '@fairlead/k8s-adapter';
import { expect } from 'chai';
import { objects, pool, service } from '../support/objects.ts';

describe('a plan', () => {
  it('goes from MetalLB objects and Services to the routes of each node and peer', () => {
    const { cluster, problems } = translate(objects(SLICE));
    expect(problems).to.deep.equal([]);
    const planned = plan(cluster);
    expect(addressesOf(planned)).to.deep.equal({
      'default/web': ['192.0.2.1'],
      'default/dns': ['192.0.2.2'],
    });
    const told = planned.cluster.nodes.map((node) => [
      node.name,
      planned
        .routes(node)
        .peers.map(({ peer, routes }) => [
          peer.name,
          routes.map(({ prefix, attributes }) => [
            prefix,
            attributes.localPref,
            attributes.communities.map(formatCommunity),
          ]),
        ]),
    ]);
    const web = ['192.0.2.1/32', 200, ['64500:7']];
    const dns = ['192.0.2.2/32', 200, ['64500:7']];
    expect(told).to.deep.equal([
      ['a', [['tor', [web, dns]]]],
      ['b', [['tor', [web]]]],
    ]);
  });
});

function addressesOf({ allocations }: Plan): unknown {
  return Object.fromEntries([...allocations].map(([key, { addresses }]) => [key, addresses]));
}

const SLICE = `${pool('public', ['192.0.2.1-192.0.2.9'])}
---
apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: { name: tor, namespace: metallb-system }
spec: { myASN: 64500, peerASN: 64500, peerAddress: 192.0.2.254 }
---
apiVersion: metallb.io/v1beta1
kind: Community
metadata: { name: names, namespace: metallb-system }
spec: { communities: [{ name: seven, value: "64500:7" }] }
---
apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
metadata: { name: all, namespace: metallb-system }
spec: { ipAddressPools: [public], localPref: 200, communities: [seven] }
${service('web', { annotations: 'metallb.io/loadBalancerIPs: 192.0.2.1' })}
${service('dns', { spec: 'externalTrafficPolicy: Local' })}
---
apiVersion: v1
kind: Node
metadata: { name: a }
---
apiVersion: v1
kind: Node
metadata: { name: b }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: web-1, namespace: default, labels: { kubernetes.io/service-name: web } }
endpoints: [{ addresses: [10.0.0.1], nodeName: a, conditions: { ready: true } }]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: dns-1, namespace: default, labels: { kubernetes.io/service-name: dns } }
endpoints:
  - { addresses: [10.0.0.2], nodeName: a, conditions: { ready: false, serving: true, terminating: true } }
  - { addresses: [10.0.0.3], nodeName: b, conditions: { ready: false, serving: false } }
`;
