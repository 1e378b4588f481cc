import { expect } from 'chai';
import { bgpAdvertisement, node, peer } from '../support/cluster.ts';
import { pool, service } from '../support/objects.ts';
import { planned, routesOf } from '../support/planned.ts';
import { world } from '../support/world.ts';

/** Situations that kube-router tests its allocator and its announcements in, with objects of our own. */
describe('as users of kube-router expect', () => {
  describe('an address', () => {
    const both = pool('p', ['192.0.2.1/32', '2001:db8::1/128']);
    const cases: readonly (readonly [string, string, string])[] = [
      ['of IPv4 is given to who wants that', 'ipFamilies: [IPv4]', '192.0.2.1'],
      ['of IPv6 is given to who wants that', 'ipFamilies: [IPv6]', '2001:db8::1'],
      [
        'of each is given to who requires both',
        'ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv4, IPv6]',
        '192.0.2.1 2001:db8::1',
      ],
      [
        'of each is given to who prefers both, the first family first',
        'ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv6, IPv4]',
        '2001:db8::1 192.0.2.1',
      ],
    ];
    for (const [title, spec, wanted] of cases) {
      it(title, () => {
        expect(world().apply(both + service('a', { spec }))).to.deep.equal({ a: wanted });
      });
    }

    it('is left as it is where there is one', () => {
      const has = service('a', { status: '{ ip: 192.0.2.1 }' });
      expect(world().apply(pool('p', ['192.0.2.0/24']) + has + service('b'))).to.deep.equal({
        a: '192.0.2.1',
        b: '192.0.2.0',
      });
    });

    it('is refused to who wants a family that has none, and to who requires both of a pool of one', () => {
      expect(
        world().apply(
          pool('p', ['192.0.2.0/24']) +
            service('a', { spec: 'ipFamilies: [IPv6]' }) +
            service('b', { spec: 'ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv4, IPv6]' }),
        ),
      ).to.deep.equal({ a: 'poolHasNoFamily', b: 'poolHasNoFamily' });
    });
  });

  describe('a node', () => {
    const cluster = [
      pool('p', ['192.0.2.0/24', '2001:db8::/120']),
      bgpAdvertisement('all'),
      peer('tor', '10.0.0.254'),
      node('a', { address: '10.0.0.1' }),
      node('b', { address: '10.0.0.2' }),
    ].join('');
    const local = 'externalTrafficPolicy: Local';
    const endpoints = (family: 'IPv4' | 'IPv6', where: string, conditions = 'ready: true'): string => `---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: web-1, namespace: default, labels: { kubernetes.io/service-name: web } }
addressType: ${family}
endpoints: [{ addresses: [${family === 'IPv4' ? '10.9.0.1' : '"2001:db8:9::1"'}], nodeName: ${where}, conditions: { ${conditions} } }]
`;
    const announcers = (spec: string, slices: string): readonly string[] =>
      routesOf(planned(cluster + service('web', { spec }) + slices)).map((route) =>
        route.split(' ').slice(0, 3).join(' '),
      );

    for (const family of ['IPv4', 'IPv6'] as const) {
      const address = family === 'IPv4' ? '192.0.2.0/32' : '2001:db8::/128';
      it(`announces a Service of ${family} with the policy Local where it has an endpoint, and nowhere else`, () => {
        const spec = `${local}, ipFamilies: [${family}]`;
        const multiprotocol = family === 'IPv6' ? 'dualStackAddressFamily: true' : '';
        const text = cluster.replace('peerAddress: 10.0.0.254', `peerAddress: 10.0.0.254, ${multiprotocol}`);
        const plan = planned(text + service('web', { spec }) + endpoints(family, 'b'));
        expect(routesOf(plan).map((route) => route.split(' ').slice(0, 3).join(' '))).to.deep.equal([
          `b tor ${address}`,
        ]);
      });
    }

    it('announces a Service with the policy Cluster wherever its endpoints are', () => {
      expect(announcers('', endpoints('IPv4', 'b'))).to.deep.equal([
        'a tor 192.0.2.0/32',
        'b tor 192.0.2.0/32',
      ]);
    });

    it('announces nothing of a Service with the policy Local whose endpoint serves nothing', () => {
      expect(announcers(local, endpoints('IPv4', 'b', 'ready: false, serving: false'))).to.deep.equal([]);
    });

    it('announces a Service with the policy Local while its last endpoint there still serves', () => {
      const terminating = 'ready: false, serving: true, terminating: true';
      expect(announcers(local, endpoints('IPv4', 'b', terminating))).to.deep.equal(['b tor 192.0.2.0/32']);
    });

    it('announces nothing of a Service that is no load balancer', () => {
      const text = cluster + service('web').replace('LoadBalancer', 'ClusterIP') + endpoints('IPv4', 'a');
      expect(routesOf(planned(text))).to.deep.equal([]);
    });

    it('announces nothing to a peer that no advertisement is for', () => {
      const text = cluster.replace('spec: {  }', 'spec: { peers: [other] }');
      expect(routesOf(planned(text + service('web') + endpoints('IPv4', 'a')))).to.deep.equal([]);
    });
  });
});
