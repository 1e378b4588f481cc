import { expect } from 'chai';
import fc from 'fast-check';
import { parseIpAddress } from '@fairlead/inet';
import {
  routesOf as contribute,
  DEFAULT_ELIGIBILITY,
  eligibility,
  endpointsByService,
  NO_ENDPOINTS,
  RouteTable,
  translate,
  viewOf,
} from '@fairlead/k8s-adapter';
import type { Route, RouteChange } from '@fairlead/k8s-adapter';
import { objects, pool, service } from '../support/objects.ts';
import { planned, routesOf } from '../support/planned.ts';

const peer = (name: string, more = ''): string => `---
apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: { name: ${name}, namespace: metallb-system }
spec: { myASN: 64500, peerASN: 64501, peerAddress: 10.0.0.${name.length}${more === '' ? '' : `, ${more}`} }
`;
const advertisement = (name: string, spec = ''): string => `---
apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
metadata: { name: ${name}, namespace: metallb-system }
spec: { ${spec} }
`;
const node = (name: string, { labels = '', more = '' } = {}): string =>
  `---\n{ apiVersion: v1, kind: Node, metadata: { name: ${name}, labels: { ${labels} } }${more === '' ? '' : `, ${more}`} }\n`;
const slice = (name: string, ...endpoints: readonly string[]): string => `---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: ${name}-1, labels: { kubernetes.io/service-name: ${name} } }
endpoints: [${endpoints.map((on, index) => `{ addresses: [10.1.0.${index}], nodeName: ${on.replace('!', '')}, conditions: { ready: ${!on.endsWith('!')} } }`).join()}]
`;
const ten = pool('ten', ['192.0.2.0/24']);
const local = 'externalTrafficPolicy: Local';

describe('routes', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['need an advertisement', ten + peer('p') + service('a'), []],
    ['need a peer', ten + advertisement('x') + service('a'), []],
    [
      'are host routes to all peers by default',
      ten + peer('p') + peer('qq') + advertisement('x') + service('a'),
      ['any-node p 192.0.2.0/32', 'any-node qq 192.0.2.0/32'],
    ],
    [
      'go to the peers that the advertisement names',
      ten + peer('p') + peer('qq') + advertisement('x', 'peers: [qq]') + service('a'),
      ['any-node qq 192.0.2.0/32'],
    ],
    [
      'go to nobody where it names only peers that do not exist',
      ten + peer('p') + advertisement('x', 'peers: [no]') + service('a'),
      [],
    ],
    [
      'are for the pools that the advertisement names or selects',
      ten +
        pool('other', ['198.51.100.1/32']).replace('name: other', 'name: other, labels: { x: y }') +
        peer('p') +
        advertisement('x', 'ipAddressPoolSelectors: [{ matchLabels: { x: y } }]') +
        service('a', { annotations: 'metallb.io/address-pool: other' }) +
        service('b', { annotations: 'metallb.io/address-pool: ten' }),
      ['any-node p 198.51.100.1/32'],
    ],
    [
      'come from the nodes that advertisement and peer select',
      ten +
        peer('p') +
        peer('qq', 'nodeSelectors: [{ matchLabels: { rack: "1" } }]') +
        advertisement('x', 'nodeSelectors: [{ matchExpressions: [{ key: gpu, operator: DoesNotExist }] }]') +
        service('a') +
        node('a', { labels: 'rack: "1"' }) +
        node('b') +
        node('c', { labels: 'gpu: "1"' }),
      ['a p 192.0.2.0/32', 'a qq 192.0.2.0/32', 'b p 192.0.2.0/32'],
    ],
    [
      'are for the Services that the advertisement selects',
      ten +
        peer('p') +
        advertisement('x', 'serviceSelectors: [{ matchLabels: { public: "yes" } }]') +
        service('a', { labels: 'public: "yes"' }) +
        service('b'),
      ['any-node p 192.0.2.0/32'],
    ],
    [
      'are aggregates of the asked length, once for all Services inside',
      ten +
        peer('p') +
        advertisement('x', 'aggregationLength: 26') +
        service('a') +
        service('b', { annotations: 'metallb.io/loadBalancerIPs: 192.0.2.100' }) +
        service('c'),
      ['any-node p 192.0.2.0/26', 'any-node p 192.0.2.64/26'],
    ],
    [
      'are host routes beside the aggregate with externalTrafficPolicy Local',
      ten +
        peer('p') +
        advertisement('x', 'aggregationLength: 24') +
        service('a', { spec: local }) +
        service('b'),
      ['any-node p 192.0.2.0/24', 'any-node p 192.0.2.0/32'],
    ],
    [
      'leave host routes to the advertisement that is for them',
      ten +
        peer('p') +
        advertisement('x', 'aggregationLength: 24, communities: ["64500:24"]') +
        advertisement('y', 'communities: ["64500:32"]') +
        service('a', { spec: local }),
      ['any-node p 192.0.2.0/24 64500:24', 'any-node p 192.0.2.0/32 64500:32'],
    ],
    [
      'unite the communities of advertisements, of which the older says the rest',
      ten +
        peer('p') +
        advertisement('x', 'localPref: 200, communities: ["64500:2"]') +
        advertisement('y', 'localPref: 300, communities: ["64500:1", "large:1:2:3"]') +
        service('a'),
      ['any-node p 192.0.2.0/32 pref 200 64500:1 64500:2 large:1:2:3'],
    ],
    [
      'prepend our AS as often as asked',
      ten + peer('p') + advertisement('x', 'asPathPrepend: 3') + service('a'),
      ['any-node p 192.0.2.0/32 prepend 3'],
    ],
    [
      'need an endpoint that is ready or serving',
      ten + peer('p') + advertisement('x') + service('a') + slice('a', 'any-node!'),
      [],
    ],
    [
      'come from every node with externalTrafficPolicy Cluster, else from those with an endpoint',
      ten +
        peer('p') +
        advertisement('x') +
        service('a') +
        service('b', { spec: local }) +
        slice('a', 'n1') +
        slice('b', 'n1!', 'n2') +
        node('n1') +
        node('n2'),
      ['n1 p 192.0.2.0/32', 'n2 p 192.0.2.0/32', 'n2 p 192.0.2.1/32'],
    ],
    [
      'do not come from nodes that cannot serve',
      ten +
        peer('p') +
        advertisement('x') +
        service('a') +
        node('excluded', { labels: 'node.kubernetes.io/exclude-from-external-load-balancers: ""' }) +
        node('cut-off', { more: 'status: { conditions: [{ type: NetworkUnavailable, status: "True" }] }' }) +
        node('broken', {
          more: 'spec: { taints: [{ key: node.kubernetes.io/out-of-service, effect: NoExecute }] }',
        }) +
        node('cordoned', { more: 'spec: { unschedulable: true }' }) +
        node('not-ready', { more: 'status: { conditions: [{ type: Ready, status: "False" }] }' }) +
        node('fine', {
          more: 'status: { conditions: [{ type: Ready, status: "True" }, { type: NetworkUnavailable, status: "False" }] }',
        }),
      ['cordoned p 192.0.2.0/32', 'fine p 192.0.2.0/32'],
    ],
    [
      'still come from nodes that are not Ready when no other is',
      ten +
        peer('p') +
        advertisement('x') +
        service('a') +
        node('a', { more: 'status: { conditions: [{ type: Ready, status: Unknown }] }' }),
      ['a p 192.0.2.0/32'],
    ],
    [
      'of IPv6 have lengths of their own',
      pool('six', ['2001:db8::/64']) +
        peer('p') +
        advertisement('x', 'aggregationLengthV6: 120') +
        service('a', { spec: 'ipFamilies: [IPv6]' }),
      ['any-node p 2001:db8::/120'],
    ],
  ];
  for (const [title, given, wanted] of cases) {
    it(title, () => {
      expect([...routesOf(planned(given))].sort()).to.deep.equal(wanted);
    });
  }
});

describe('a table of routes', () => {
  const text =
    ten +
    peer('p') +
    peer('qq') +
    advertisement('host', 'communities: ["64500:1"]') +
    advertisement('sum', 'aggregationLength: 30, peers: [p], localPref: 7') +
    advertisement('marked', 'serviceSelectors: [{ matchLabels: { m: "1" } }], communities: ["64500:2"]') +
    node('n') +
    Array.from({ length: 6 }, (_, index) =>
      service(`s${index}`, { labels: index % 2 === 0 ? 'm: "1"' : '', spec: index % 3 === 0 ? local : '' }),
    ).join('');

  it('tells exactly what changes, and ends where it would have started', () => {
    const { cluster } = translate(objects(text));
    const [here] = cluster.nodes;
    if (here === undefined) throw new Error('a node is missing');
    const view = viewOf(here, cluster.nodes, cluster.config, eligibility(cluster.nodes, DEFAULT_ELIGIBILITY));
    const endpoints = { total: 1, byNode: new Map([['n', 1]]) };
    const step = fc.record({
      index: fc.integer({ min: 0, max: 5 }),
      address: fc.integer({ min: 0, max: 8 }),
      isUp: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const table = new RouteTable();
        const told = new Map<string, Route>();
        const latest = new Map<number, (typeof steps)[number]>();
        const put = (
          onto: RouteTable,
          { index, address, isUp }: (typeof steps)[number],
        ): readonly RouteChange[] => {
          const each = cluster.services[index];
          if (each === undefined) return [];
          const parsed = parseIpAddress(`192.0.2.${address}`);
          const addresses = parsed === null ? [] : [parsed];
          return onto.replace(
            each.key,
            contribute(each, addresses, isUp ? endpoints : NO_ENDPOINTS, view).contributions,
          );
        };
        for (const each of steps) {
          latest.set(each.index, each);
          for (const { peer: to, prefix, route } of put(table, each)) {
            if (route === null) expect(told.delete(`${to} ${prefix}`)).to.equal(true);
            else {
              expect(told.get(`${to} ${prefix}`)?.attributes).to.not.equal(route.attributes);
              told.set(`${to} ${prefix}`, route);
            }
          }
        }
        const fresh = new RouteTable();
        for (const each of latest.values()) put(fresh, each);
        const list = (from: RouteTable): readonly string[] =>
          ['p', 'qq']
            .flatMap((to) => [...from.routes(to)].map((route) => `${to} ${JSON.stringify(route)}`))
            .sort();
        expect(list(table)).to.deep.equal(list(fresh));
        expect(told.size).to.equal(list(fresh).length);
      }),
    );
  });

  it('counts endpoints of all slices, each once', () => {
    const { cluster } = translate(objects(slice('a', 'n', 'm') + slice('a', 'n').replace('a-1', 'a-2')));
    expect(endpointsByService(cluster.endpointSlices).get('default/a')).to.deep.equal({
      total: 2,
      byNode: new Map([
        ['n', 1],
        ['m', 1],
      ]),
    });
  });
});
