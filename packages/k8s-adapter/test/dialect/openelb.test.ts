import { translate } from '@fairlead/k8s-adapter';
import { expect } from 'chai';
import { objects, service } from '../support/objects.ts';
import { outcomes, planned } from '../support/planned.ts';
import { problemsOf } from '../support/problems.ts';

const openelb = (
  kind: string,
  name: string,
  spec: string,
  { meta = '', version = 'v1alpha2' } = {},
): string =>
  `---\n{ apiVersion: network.kubesphere.io/${version}, kind: ${kind}, metadata: { name: ${name}${meta === '' ? '' : `, ${meta}`} }, spec: { ${spec} } }\n`;
const eip = (name: string, spec: string, options = {}): string => openelb('Eip', name, spec, options);
const asDefault = { meta: 'annotations: { eip.openelb.kubesphere.io/is-default-eip: "true" }' };
const conf = openelb('BgpConf', 'default', 'as: 64500');
const optIn = 'lb.kubesphere.io/v1alpha1: openelb';
const from = (name: string): string => `${optIn}, eip.openelb.kubesphere.io/v1alpha2: ${name}`;
const four = 'address: 192.0.2.1-192.0.2.4';

describe("OpenELB's objects", () => {
  const remarks: readonly (readonly [string, string, readonly string[]])[] = [
    ['an address that is none', eip('e', 'address: xxxx'), ['error invalidValue e spec.address']],
    [
      'a range of three ends',
      eip('e', 'address: 192.0.2.1-192.0.2.2-192.0.2.3'),
      ['error invalidValue e spec.address'],
    ],
    [
      'a range that ends before it starts',
      eip('e', 'address: 192.0.2.9-192.0.2.1'),
      ['error invalidValue e spec.address'],
    ],
    ['an Eip without an address', eip('e', 'priority: 1'), ['error missingField e spec.address']],
    [
      'layer 2 without an interface',
      eip('e', `${four}, protocol: layer2`),
      ['error missingField e spec.interface'],
    ],
    [
      'a second default',
      eip('a', 'address: 192.0.2.1', asDefault) + eip('b', 'address: 192.0.2.2', asDefault),
      ['error conflict b metadata.annotations'],
    ],
    [
      'Eips that overlap by one address',
      eip('a', four) + eip('b', 'address: 192.0.2.4-192.0.2.9'),
      ['error overlap b spec'],
    ],
    [
      'VIP mode, which becomes layer 2',
      eip('e', `${four}, protocol: vip, interface: eth0`),
      ['warning notSupported e spec.protocol'],
    ],
    [
      'an interface that is to be found by a route',
      eip('e', `${four}, protocol: layer2, interface: "can_reach:192.0.2.254"`),
      ['warning notSupported e spec.interface'],
    ],
    [
      'NodeProxy, instead of which there is an address',
      service('a', { annotations: `${optIn}, node-proxy.openelb.kubesphere.io/type: daemonset` }),
      ['warning notSupported a metadata.annotations."node-proxy.openelb.kubesphere.io/type"'],
    ],
    [
      'a peer without a BgpConf',
      openelb('BgpPeer', 'p', 'conf: { peerAs: 64501, neighborAddress: 192.0.2.254 }'),
      ['warning unknownReference p spec'],
    ],
    [
      'a BgpConf of another name',
      openelb('BgpConf', 'mine', 'as: 64500'),
      ['warning noEffect mine metadata.name'],
    ],
    [
      'a policy of GoBGP and one router id for all',
      openelb('BgpConf', 'default', 'as: 64500, policy: mine, routerId: 192.0.2.1'),
      ['warning conflict default spec.routerId', 'warning notSupported default spec.policy'],
    ],
  ];
  for (const [title, given, wanted] of remarks) {
    it(`are remarked on: ${title}`, () => {
      const found = problemsOf(given, 'error', 'warning').filter((each) => !each.includes('notAnnounced'));
      expect(found).to.deep.equal(wanted);
    });
  }

  it('of v1alpha1 are read as they were', () => {
    const old = { version: 'v1alpha1' };
    const given =
      eip('e', `${four}, protocol: layer2`, old) +
      openelb('BgpConf', 'bgpconf', 'as: 64500, routerID: 192.0.2.1, port: 17900', old) +
      openelb(
        'BgpPeer',
        'p',
        'config: { peerAs: 64501, neighborAddress: 192.0.2.254 }, addPaths: { sendMax: 4 }, transport: { remotePort: 1179 }, usingPortForward: true',
        old,
      );
    const { cluster, problems } = translate(objects(given));
    const [peer] = cluster.config.peers;
    expect([peer?.remoteAsn, peer?.localAsn, peer?.routerId, peer?.at, peer?.addPathLimit]).to.deep.equal([
      64501,
      64500,
      '192.0.2.1',
      { kind: 'address', address: '192.0.2.254', port: 1179 },
      4,
    ]);
    expect(problems.filter(({ code }) => code === 'unknownField' || code === 'missingField')).to.deep.equal(
      [],
    );
  });

  it('of Porter serve Services with its annotations', () => {
    const annotations =
      'lb.kubesphere.io/v1alpha1: porter, eip.porter.kubesphere.io/v1alpha2: e, eip.porter.kubesphere.io/v1alpha1: 192.0.2.3';
    expect(outcomes(planned(eip('e', four) + service('a', { annotations })))).to.deep.equal({
      a: '192.0.2.3',
    });
  });

  it('make one session of a peer in each rack that has an AS of its own', () => {
    const given =
      openelb('BgpConf', 'default', 'as: 64500, asPerRack: { r1: 64511 }') +
      openelb('BgpPeer', 'p', 'conf: { peerAs: 64501, neighborAddress: 192.0.2.254 }');
    const { peers } = translate(objects(given)).cluster.config;
    expect(peers.map(({ name, localAsn }) => [name, localAsn])).to.deep.equal([
      ['p', 64500],
      ['p-r1', 64511],
    ]);
  });

  it('become sessions with the timers, the password and the hops that they name', () => {
    const given =
      conf +
      openelb(
        'BgpPeer',
        'p',
        'conf: { peerAs: 64501, neighborAddress: 192.0.2.254, authPassword: hush }, timers: { config: { holdTime: "90", keepaliveInterval: "30" } }, ebgpMultihop: { enabled: true, multihopTtl: 3 }',
      );
    const { cluster, passwords } = translate(objects(given));
    const [peer] = cluster.config.peers;
    expect([peer?.holdTime, peer?.keepaliveTime, peer?.ebgpHops, passwords.get('p')]).to.deep.equal([
      90,
      30,
      3,
      'hush',
    ]);
  });

  const given: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ['only Services that opt in', eip('e', four) + service('a'), { a: 'poolNeedsOptIn' }],
    ['the Eip that is named', eip('e', four) + service('a', { annotations: from('e') }), { a: '192.0.2.1' }],
    [
      'nothing where none is named, bound or the default',
      eip('e', four) + service('a', { annotations: optIn }),
      { a: 'poolNotAutomatic' },
    ],
    [
      'the default to every namespace without an Eip of its own',
      eip('d', 'address: 192.0.2.9', asDefault) +
        eip('e', `${four}, namespaces: [blue]`) +
        service('a', { annotations: optIn }) +
        service('b', { annotations: optIn, namespace: 'blue' }),
      { a: '192.0.2.9', 'blue/b': '192.0.2.1' },
    ],
    [
      'not the default where the Eip of the namespace is full',
      eip('d', 'address: 192.0.2.9', asDefault) +
        eip('e', 'address: 192.0.2.1, namespaces: [blue]') +
        service('a', { annotations: optIn, namespace: 'blue' }) +
        service('b', { annotations: optIn, namespace: 'blue' }),
      { 'blue/a': '192.0.2.1', 'blue/b': 'poolExhausted' },
    ],
    [
      'the Eip of the smaller priority, 0 before 1',
      eip('e', 'address: 192.0.2.1, priority: 1, namespaces: [default]') +
        eip('f', 'address: 192.0.2.2, namespaces: [default]') +
        service('a', { annotations: optIn }),
      { a: '192.0.2.2' },
    ],
    [
      'the address that is asked for, by annotation before spec.loadBalancerIP',
      eip('e', four) +
        service('a', {
          annotations: `${optIn}, eip.openelb.kubesphere.io/v1alpha1: 192.0.2.3`,
          spec: 'loadBalancerIP: 192.0.2.4',
        }) +
        service('b', { annotations: from('e'), spec: 'loadBalancerIP: 192.0.2.4' }),
      { a: '192.0.2.3', b: '192.0.2.4' },
    ],
    [
      'no address of a disabled Eip, but lets those given stay',
      eip('e', `${four}, disable: true`) +
        service('a', { annotations: from('e'), status: '{ ip: 192.0.2.2 }' }) +
        service('b', { annotations: from('e') }),
      { a: '192.0.2.2', b: 'poolDisabled' },
    ],
    [
      'one address twice where both ask for it with different ports',
      eip('e', four) +
        service('a', { annotations: from('e'), spec: 'loadBalancerIP: 192.0.2.4' }) +
        service('b', { annotations: from('e'), spec: 'loadBalancerIP: 192.0.2.4' }).replace('80', '81') +
        service('c', { annotations: from('e'), spec: 'loadBalancerIP: 192.0.2.4' }),
      { a: '192.0.2.4', b: '192.0.2.4', c: 'sharedPortInUse' },
    ],
    [
      'the network and the broadcast address of a block too',
      eip('e', 'address: 192.0.2.7/31') +
        service('a', { annotations: from('e') }) +
        service('b', { annotations: from('e') }),
      { a: '192.0.2.6', b: '192.0.2.7' },
    ],
    [
      'what a /64 has',
      eip('e', 'address: "2001:db8::/64"') +
        service('a', { annotations: from('e'), spec: 'ipFamilies: [IPv6]' }),
      { a: '2001:db8::' },
    ],
  ];
  for (const [title, text, wanted] of given) {
    it(`give ${title}`, () => {
      expect(outcomes(planned(text))).to.deep.equal(wanted);
    });
  }
});
