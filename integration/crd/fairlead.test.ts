import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { translate } from '@fairlead/k8s-adapter';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { openLab, requireTools, startApiServer } from '../lab/index.ts';
import type { ApiServer, KubernetesObject } from '../lab/index.ts';

/** What our own kinds refuse, by what a message of the API server must hold; `null` is accepted. */
type Case = readonly [title: string, kind: string, spec: object, refused: string | null];

const peer = { localAsn: 64500, remoteAsn: 64501, address: '192.0.2.254' };
const some = { matchLabels: { a: 'b' } };
const bad = { matchExpressions: [{ key: 'a', operator: 'In' }] };

const cases: readonly Case[] = [
  ['a block', 'AddressPool', { addresses: ['192.0.2.0/24'] }, null],
  ['a block with host bits', 'AddressPool', { addresses: ['192.0.2.7/24'] }, null],
  [
    'a range with spaces',
    'AddressPool',
    { addresses: ['192.0.2.1 - 192.0.2.9', '2001:db8::1-2001:db8::f'] },
    null,
  ],
  ['a single address', 'AddressPool', { addresses: ['192.0.2.1', '2001:db8::1'] }, null],
  ['no addresses', 'AddressPool', {}, 'addresses'],
  ['an empty list of addresses', 'AddressPool', { addresses: [] }, 'at least 1'],
  ['an address that is none', 'AddressPool', { addresses: ['192.0.2.256'] }, 'must be a block'],
  ['a range of three', 'AddressPool', { addresses: ['192.0.2.1-192.0.2.2-192.0.2.3'] }, 'must be a block'],
  ['a negative priority', 'AddressPool', { addresses: ['192.0.2.1'], priority: -1 }, null],
  ['a priority beyond 32 bits', 'AddressPool', { addresses: ['192.0.2.1'], priority: 2 ** 31 }, 'priority'],
  [
    'what pools of OpenELB say',
    'AddressPool',
    { addresses: ['192.0.2.1'], fallback: true, optIn: 'OpenELB', announcedElsewhere: true },
    null,
  ],
  ['an unknown product', 'AddressPool', { addresses: ['192.0.2.1'], optIn: 'Porter' }, 'optIn'],
  [
    'a policy that does not exist',
    'AddressPool',
    { addresses: ['192.0.2.1'], whenRemoved: 'Drop' },
    'whenRemoved',
  ],
  ['a quota without a limit', 'AddressPool', { addresses: ['192.0.2.1'], quotas: [{}] }, 'limit'],
  ['a quota', 'AddressPool', { addresses: ['192.0.2.1'], quotas: [{ namespaces: ['a'], limit: 3 }] }, null],
  [
    'a selector In nothing',
    'AddressPool',
    { addresses: ['192.0.2.1'], reservedFor: { serviceSelectors: [bad] } },
    'needs values',
  ],
  ['a peer', 'BgpPeer', peer, null],
  [
    'an external peer behind an interface',
    'BgpPeer',
    { localAsn: 1, remoteAsn: 'external', interface: 'eth0' },
    null,
  ],
  ['a peer without an own AS', 'BgpPeer', { remoteAsn: 1, address: '192.0.2.1' }, 'localAsn'],
  ['a peer without an AS', 'BgpPeer', { localAsn: 1, address: '192.0.2.1' }, 'needs a remoteAsn'],
  ['a peer with AS 0', 'BgpPeer', { ...peer, remoteAsn: 0 }, 'remoteAsn'],
  ['a peer with a word for an AS', 'BgpPeer', { ...peer, remoteAsn: 'any' }, 'remoteAsn'],
  ['a peer nowhere', 'BgpPeer', { localAsn: 1, remoteAsn: 2 }, 'exactly one of'],
  ['a peer at two places', 'BgpPeer', { ...peer, interface: 'eth0' }, 'exactly one of'],
  ['a peer at no address', 'BgpPeer', { ...peer, address: 'tor' }, 'must be an IP address'],
  ['a hold time', 'BgpPeer', { ...peer, holdTime: '1m30s', keepaliveTime: '30s' }, null],
  ['a hold time of 0', 'BgpPeer', { ...peer, holdTime: '0s', keepaliveTime: '0s' }, null],
  ['a hold time of 2 s', 'BgpPeer', { ...peer, holdTime: '2s' }, 'below 3s'],
  ['a hold time without a unit', 'BgpPeer', { ...peer, holdTime: '90' }, 'holdTime'],
  ['a hold time of a day', 'BgpPeer', { ...peer, holdTime: '24h' }, 'must be a duration'],
  [
    'a keepalive time longer than the hold time',
    'BgpPeer',
    { ...peer, holdTime: '9s', keepaliveTime: '10s' },
    'longer than the holdTime',
  ],
  [
    'hops to an internal peer',
    'BgpPeer',
    { ...peer, remoteAsn: 64500, ebgpHops: 2 },
    'both sides are of one AS',
  ],
  ['hops to an external peer', 'BgpPeer', { ...peer, ebgpHops: 2 }, null],
  ['hops and a limit of the TTL', 'BgpPeer', { ...peer, ebgpHops: 2, ttlSecurityHops: 2 }, 'ttlSecurityHops'],
  ['a router id of letters', 'BgpPeer', { ...peer, routerId: 'a.b.c.d' }, 'routerId'],
  ['a port beyond 65535', 'BgpPeer', { ...peer, port: 65536 }, 'port'],
  ['a third family', 'BgpPeer', { ...peer, families: ['IPv7'] }, 'families'],
  [
    'a group of neighbors',
    'BgpPeer',
    {
      localAsn: 1,
      neighbors: [
        { name: 'a', address: '192.0.2.1', remoteAsn: 2 },
        { name: 'b', interface: 'eth0', remoteAsn: 'external' },
      ],
    },
    null,
  ],
  [
    'a group of which one has no AS',
    'BgpPeer',
    {
      localAsn: 1,
      neighbors: [
        { name: 'a', address: '192.0.2.1', remoteAsn: 2 },
        { name: 'b', address: '192.0.2.2' },
      ],
    },
    'needs a remoteAsn',
  ],
  [
    'a group of which two have one name',
    'BgpPeer',
    {
      localAsn: 1,
      remoteAsn: 2,
      neighbors: [
        { name: 'a', address: '192.0.2.1' },
        { name: 'a', address: '192.0.2.2' },
      ],
    },
    'a',
  ],
  [
    'a neighbor nowhere',
    'BgpPeer',
    { localAsn: 1, remoteAsn: 2, neighbors: [{ name: 'a' }] },
    'needs either',
  ],
  [
    'a neighbor without a name',
    'BgpPeer',
    { localAsn: 1, remoteAsn: 2, neighbors: [{ address: '192.0.2.1' }] },
    'name',
  ],
  ['an advertisement by BGP', 'Advertisement', { bgp: {} }, null],
  ['an advertisement on layer 2', 'Advertisement', { layer2: { failback: '5m' } }, null],
  ['an advertisement in no way', 'Advertisement', {}, 'needs bgp, layer2 or both'],
  ['an aggregate', 'Advertisement', { bgp: { aggregationLength: 24 } }, null],
  [
    'an aggregate for some Services',
    'Advertisement',
    { serviceSelectors: [some], bgp: { aggregationLength: 24 } },
    'selects some Services',
  ],
  ['host routes for some Services', 'Advertisement', { serviceSelectors: [some], bgp: {} }, null],
  ['a length of 33', 'Advertisement', { bgp: { aggregationLength: 33 } }, 'aggregationLength'],
  ['prepending eleven times', 'Advertisement', { bgp: { prepend: 11 } }, 'prepend'],
  ['next hops that do not exist', 'Advertisement', { bgp: { nextHops: 'Me' } }, 'nextHops'],
  ['a failback that is none', 'Advertisement', { layer2: { failback: 'Soon' } }, 'must be Immediate'],
  [
    'a weight of 0',
    'Advertisement',
    { layer2: { preferredNodes: [{ weight: 0, selector: some }] } },
    'weight',
  ],
  ['a BFD profile', 'BfdProfile', {}, null],
  ['BFD with echo', 'BfdProfile', { echoInterval: '50ms' }, null],
  ['a BFD interval of 5 ms', 'BfdProfile', { receiveInterval: '5ms' }, 'must be a duration'],
  ['a multiplier of 1', 'BfdProfile', { detectMultiplier: 1 }, 'detectMultiplier'],
  ['a claim', 'AddressClaim', { addresses: ['192.0.2.1'], families: ['IPv4'] }, null],
  ['a claim of no address', 'AddressClaim', { addresses: ['192.0.2.0/24'] }, 'must be an IP address'],
];

describe('the resources of fairlead.dev', () => {
  const lab = openLab();
  after(lab.close);
  let server: ApiServer;

  before(async function () {
    await requireTools(this, 'etcd', 'kube-apiserver');
    server = await startApiServer(lab);
    const file = join(import.meta.dirname, '../../packages/k8s-adapter/deploy/crds/fairlead.dev.yaml');
    await server.client.apply(readFileSync(file, 'utf8'));
    await eventually('the kinds are served', async () => await apply(server, 'BfdProfile', 'probe', {}), {
      within: 30_000,
    });
  });

  cases.forEach(([title, kind, spec, refused], index) => {
    it(`${refused === null ? 'accept' : 'refuse'} ${title}, as we do`, async () => {
      const name = `case-${index}`;
      const answer = await apply(server, kind, name, spec).catch((error: unknown) => String(error));
      const content = objectOf(kind, name, spec);
      const errors = translate([{ content, origin: null }]).problems.filter(
        ({ severity }) => severity === 'error',
      );
      if (refused === null) {
        expect([typeof answer, errors]).to.deep.equal(['object', []]);
      } else {
        expect(answer).to.be.a('string').that.includes(refused);
        expect(errors).to.not.deep.equal([]);
      }
    });
  });

  it('have the defaults that we assume', async () => {
    for (const [kind, spec] of [
      ['AddressPool', { addresses: ['192.0.2.0/24'], reservedFor: {} }],
      ['BgpPeer', { ...peer, gracefulRestart: {} }],
      ['Advertisement', { bgp: {}, layer2: {} }],
      ['BfdProfile', {}],
      ['AddressClaim', {}],
    ] as const) {
      const stored = await apply(server, kind, 'defaults', spec);
      const read = (content: object): unknown => configOf(content);
      expect(read({ ...objectOf(kind, 'defaults', spec), spec: stored['spec'] })).to.deep.equal(
        read(objectOf(kind, 'defaults', spec)),
      );
    }
  });
});

function configOf(content: object): unknown {
  return translate([{ content, origin: null }]).cluster.config;
}

async function apply(server: ApiServer, kind: string, name: string, spec: object): Promise<KubernetesObject> {
  const [stored] = await server.client.apply(objectOf(kind, name, spec));
  if (stored === undefined) throw new Error(`${kind} ${name} is not there`);
  return stored;
}

function objectOf(kind: string, name: string, spec: object): KubernetesObject {
  const metadata = kind === 'AddressClaim' ? { name, namespace: 'default' } : { name };
  return { apiVersion: 'fairlead.dev/v1alpha1', kind, metadata, spec };
}
