import { expect } from 'chai';
import { service } from '../support/objects.ts';
import { node, slice } from '../support/cluster.ts';
import { planned, routesOf } from '../support/planned.ts';

const own = (kind: string, name: string, spec: string): string =>
  `---\n{ apiVersion: fairlead.dev/v1alpha1, kind: ${kind}, metadata: { name: ${name} }, spec: { ${spec} } }\n`;
const pool = own('AddressPool', 'p', 'addresses: [192.0.2.1]');
const tor = (more = ''): string =>
  own(
    'BgpPeer',
    'tor',
    `localAsn: 64500, remoteAsn: 64501, address: 10.0.0.254, nodeSelectors: [{ matchLabels: { speaks: "yes" } }]${more}`,
  );
const rack = (name: string, address: string, more = ''): string => node(name, { address, labels: more });

describe('next hops', () => {
  const nodes =
    rack('a', '10.0.0.1', 'speaks: "yes", rack: "1"') +
    rack('b', '10.0.0.2', 'rack: "1"') +
    rack('c', '10.0.0.3', 'rack: "2"');
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'are the announcing node alone by default',
      tor(', addPathLimit: 8') + own('Advertisement', 'x', 'bgp: {}') + service('web'),
      ['a tor 192.0.2.1/32'],
    ],
    [
      'are all nodes where the advertisement wants it and the peer takes several paths',
      tor(', addPathLimit: 8') + own('Advertisement', 'x', 'bgp: { nextHops: Nodes }') + service('web'),
      ['a tor 192.0.2.1/32', 'a tor 192.0.2.1/32 via 10.0.0.2', 'a tor 192.0.2.1/32 via 10.0.0.3'],
    ],
    [
      'are the announcing node where the peer takes one path only',
      tor() + own('Advertisement', 'x', 'bgp: { nextHops: Nodes }') + service('web'),
      ['a tor 192.0.2.1/32'],
    ],
    [
      'are the nodes with the same label, as of a rack',
      tor(', addPathLimit: 8') +
        own('Advertisement', 'x', 'bgp: { nextHops: Nodes, sameNodeLabel: rack }') +
        service('web'),
      ['a tor 192.0.2.1/32', 'a tor 192.0.2.1/32 via 10.0.0.2'],
    ],
    [
      'are those with an endpoint, with externalTrafficPolicy Local',
      tor(', addPathLimit: 8') +
        own('Advertisement', 'x', 'bgp: { nextHops: Nodes }') +
        service('web', { spec: 'externalTrafficPolicy: Local' }) +
        slice('web', ['c']),
      ['a tor 192.0.2.1/32 via 10.0.0.3'],
    ],
    [
      'carry a bandwidth for each endpoint of their node',
      tor(', addPathLimit: 8') +
        own('Advertisement', 'x', 'bgp: { nextHops: Nodes, megabitsPerEndpoint: 10 }') +
        service('web', { spec: 'externalTrafficPolicy: Local' }) +
        slice('web', ['b', 'c', 'c']),
      [
        'a tor 192.0.2.1/32 via 10.0.0.2 bandwidth 10000000',
        'a tor 192.0.2.1/32 via 10.0.0.3 bandwidth 20000000',
      ],
    ],
  ];
  for (const [title, given, wanted] of cases) {
    it(title, () => {
      expect(routesOf(planned(pool + nodes + given))).to.deep.equal(wanted);
    });
  }

  it('are no more than the peer takes, the same ones whatever the order of the nodes', () => {
    const names = Array.from({ length: 9 }, (_, index) => String(index + 1));
    const text = (order: readonly string[]): string =>
      pool +
      tor(', addPathLimit: 4') +
      own('Advertisement', 'x', 'bgp: { nextHops: Nodes }') +
      service('web') +
      order.map((name) => rack(`n${name}`, `10.0.0.${name}`, name === '1' ? 'speaks: "yes"' : '')).join('');
    const paths = (order: readonly string[]): readonly string[] => [...routesOf(planned(text(order)))].sort();
    expect(paths(names)).to.have.length(4);
    expect(paths([...names].reverse())).to.deep.equal(paths(names));
  });
});
