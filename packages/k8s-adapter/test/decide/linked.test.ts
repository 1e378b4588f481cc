import { prefixOf } from '@fairlead/inet';
import { DEFAULT_PLAN, plan, translate } from '@fairlead/k8s-adapter';
import { expect } from 'chai';
import type { HostLink } from '../../src/model/link.ts';
import { l2Advertisement, node, slice } from '../support/cluster.ts';
import { address, mac } from '../support/inet.ts';
import { objects, pool, service } from '../support/objects.ts';

const [NEAR, FAR] = ['192.0.2.0', '198.51.100.0'];

/** Interfaces of a node: names, or names with the network that they are in. */
type Links = Readonly<Record<string, string | null>>;

describe('who can answer on an interface that works', () => {
  const cases: readonly (readonly [string, string, Readonly<Record<string, Links>>, readonly string[]])[] = [
    ['is everybody, where nobody has said', '', {}, ['a', 'b']],
    ['is who is in the subnet', '', { a: { eth0: FAR }, b: { eth0: NEAR } }, ['b']],
    ['is everybody, where nobody is in the subnet', '', { a: { eth0: FAR }, b: { eth0: null } }, ['a', 'b']],
    ['is who has the interface', 'interfaces: [eth1]', { a: { eth0: NEAR }, b: { eth1: null } }, ['b']],
    ['is everybody, where nobody has it', 'interfaces: [eth9]', { a: { eth0: NEAR }, b: {} }, ['a', 'b']],
    [
      'is who is in the subnet with the interface, and not with another',
      'interfaces: [eth1]',
      { a: { eth0: NEAR, eth1: FAR }, b: { eth1: NEAR } },
      ['b'],
    ],
    ['is not who lost the cable', '', { a: {}, b: { eth0: NEAR } }, ['b']],
    ['is everybody, where all lost it', '', { a: {}, b: {} }, ['a', 'b']],
  ];
  for (const [what, layer2, nodes, wanted] of cases) {
    it(what, () => {
      const links = new Map(Object.entries(nodes).map(([name, each]) => [name, linksOf(each)]));
      const { cluster } = translate(objects(CLUSTER + l2Advertisement('all', layer2)));
      const { owners } = plan(cluster, { ...DEFAULT_PLAN, links });
      expect([...new Set([...owners.values()].map(({ owner }) => owner))].sort()).to.deep.equal(wanted);
    });
  }
});

describe('a Service that wants its traffic on nodes with its endpoints', () => {
  it('is answered for by one of them, also where another node has the better interface', () => {
    const links = new Map([
      ['a', linksOf({ eth0: FAR })],
      ['b', linksOf({ eth0: NEAR })],
    ]);
    const web = service('web', { spec: 'externalTrafficPolicy: Local' }) + slice('web', ['a']);
    const { cluster } = translate(objects(NODES + web + l2Advertisement('all')));
    const { owners } = plan(cluster, { ...DEFAULT_PLAN, links });
    expect(Array.from(owners.values(), ({ owner }) => owner)).to.deep.equal(['a']);
  });
});

function linksOf(links: Links): readonly HostLink[] {
  return Object.entries(links).map(([name, network]) => ({
    name,
    mac: mac('02:00:00:00:00:01'),
    subnets: network === null ? [] : [prefixOf(address(network), 24)],
  }));
}

const SERVICES = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
const NODES = [
  pool('blue', ['192.0.2.0/28']),
  ...['a', 'b'].map((name) => node(name, { address: '192.0.2.254' })),
].join('');
const CLUSTER = NODES + SERVICES.flatMap((name) => [service(name), slice(name, ['a', 'b'])]).join('');
