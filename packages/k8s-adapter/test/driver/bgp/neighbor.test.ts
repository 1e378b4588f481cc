import { expect } from 'chai';
import { neighborOf } from '../../../src/driver/bgp/neighbor.ts';
import { node, testCluster } from '../../support/cluster.ts';

describe('what a peer asks of its connection', () => {
  const cases: readonly (readonly [string, string, object])[] = [
    ['nothing, as a rule', '', {}],
    ['the TTL that its hops need', 'ebgpHops: 3', { ttl: 3 }],
    ['nothing where the kernel sends far enough by itself', 'ebgpHops: 255', {}],
    ['both TTLs of GTSM (RFC 5082)', 'ttlSecurityHops: 1', { ttl: 255, minimumTtl: 255 }],
    ['those of GTSM over three hops', 'ttlSecurityHops: 3', { ttl: 255, minimumTtl: 253 }],
    ['the interface of its VRF', 'vrf: red', { device: 'red' }],
  ];
  for (const [what, spec, expected] of cases) {
    it(what, () => {
      const peer = `---
apiVersion: fairlead.dev/v1alpha1
kind: BgpPeer
metadata: { name: tor }
spec: { localAsn: 64500, remoteAsn: 64512, address: 192.0.2.254, ${spec} }
`;
      const { state } = testCluster(node('a', { address: '192.0.2.11' }) + peer);
      const [found] = state.config.peers;
      const self = state.nodes.get('a');
      if (found === undefined || self === undefined) throw new Error(JSON.stringify(state.problems));
      const { ttl, minimumTtl, device, password } = neighborOf(
        found,
        { node: self, bindsToNode: false },
        'x',
      );
      const given = Object.entries({ ttl, minimumTtl, device }).filter(([, value]) => value !== undefined);
      expect(Object.fromEntries(given)).to.deep.equal(expected);
      expect(password).to.equal('x');
    });
  }
});
