import { translate } from '@fairlead/k8s-adapter';
import { expect } from 'chai';
import { objects, service } from '../support/objects.ts';
import { outcomes, planned, routesOf } from '../support/planned.ts';
import { problemsOf } from '../support/problems.ts';

describe("MetalLB's ConfigMap (0.8 to 0.12)", () => {
  const everything = `
peers:
- my-asn: 64500
  peer-asn: 64501
  peer-address: 10.0.0.1
  peer-port: 1179
  source-address: 10.0.0.2
  hold-time: 30s
  keepalive-time: 10s
  router-id: 10.0.0.9
  password: hush
  bfd-profile: fast
  ebgp-multihop: true
  node-selectors:
  - match-labels: { rack: a }
    match-expressions: [{ key: x, operator: NotIn, values: [y] }]
bfd-profiles:
- { name: fast, receive-interval: 100, transmit-interval: 200, detect-multiplier: 5, echo-interval: 60, echo-mode: true, passive-mode: true, minimum-ttl: 254 }
bgp-communities: { mark: "64500:1" }
address-pools:
- name: flat
  protocol: layer2
  addresses: [192.0.2.0/28]
  auto-assign: false
  avoid-buggy-ips: true
- name: routed
  protocol: bgp
  addresses: [198.51.100.0/24]
  bgp-advertisements:
  - { aggregation-length: 28, aggregation-length-v6: 96, localpref: 7, communities: [mark, "1:2"] }
`;

  it('is read with every key', () => {
    const { cluster, problems, passwords } = translate(objects(configMap(everything)));
    expect(problems.filter(({ severity }) => severity !== 'note')).to.deep.equal([]);
    const { peers, bfdProfiles, pools, l2Advertisements, bgpAdvertisements } = cluster.config;
    expect(peers.map((peer) => ({ ...peer, ref: null }))).to.deep.equal([
      {
        ref: null,
        labels: {},
        createdAt: null,
        name: 'peer1',
        group: 'peer1',
        nodeSelectors: [
          { matchLabels: { rack: 'a' }, matchExpressions: [{ key: 'x', operator: 'NotIn', values: ['y'] }] },
        ],
        localAsn: 64500,
        replacedAsn: null,
        remoteAsn: 64501,
        at: { kind: 'address', address: '10.0.0.1', port: 1179 },
        sourceAddress: '10.0.0.2',
        routerId: '10.0.0.9',
        holdTime: 30,
        keepaliveTime: 10,
        connectTime: null,
        password: { kind: 'inline' },
        bfdProfile: 'fast',
        gracefulRestart: null,
        ebgpHops: 255,
        minimumTtl: null,
        vrf: null,
        families: null,
        isPassive: false,
        addPathLimit: 1,
      },
    ]);
    expect([...passwords]).to.deep.equal([['peer1', 'hush']]);
    expect(bfdProfiles[0]).to.include({
      receiveInterval: 100,
      transmitInterval: 200,
      detectMultiplier: 5,
      echoInterval: 60,
      isPassive: true,
      minimumTtl: 254,
    });
    expect(
      pools.map(({ name, autoAssign, avoidBuggyIps }) => [name, autoAssign, avoidBuggyIps]),
    ).to.deep.equal([
      ['flat', false, true],
      ['routed', true, false],
    ]);
    expect(l2Advertisements.map(({ pools: { names } }) => names)).to.deep.equal([['flat']]);
    expect(
      bgpAdvertisements.map(({ pools: { names }, aggregationLength, attributes }) => [
        names,
        aggregationLength,
        attributes,
      ]),
    ).to.deep.equal([
      [
        ['routed'],
        { ipv4: 28, ipv6: 96 },
        {
          localPref: 7,
          med: null,
          prepend: 0,
          communities: [
            { kind: 'standard', high: 64500, low: 1 },
            { kind: 'standard', high: 1, low: 2 },
          ],
        },
      ],
    ]);
  });

  it('announces a BGP pool without advertisements as host routes', () => {
    const text = configMap(`
peers: [{ my-asn: 1, peer-asn: 2, peer-address: 10.0.0.1 }]
address-pools: [{ name: a, protocol: bgp, addresses: [192.0.2.1/32] }]
`);
    const plan = planned(text + service('web'));
    expect([outcomes(plan), routesOf(plan)]).to.deep.equal([
      { web: '192.0.2.1' },
      ['any-node peer1 192.0.2.1/32'],
    ]);
  });

  it('holds sessions for 90 s unless told otherwise', () => {
    const { cluster } = translate(
      objects(configMap('peers: [{ my-asn: 1, peer-asn: 2, peer-address: 10.0.0.1 }]')),
    );
    expect(cluster.config.peers[0]?.holdTime).to.equal(90);
  });

  const refused: readonly (readonly [string, string, readonly string[]])[] = [
    ['a text that is no YAML', 'address-pools: [', ['invalidValue config data.config']],
    ['an unknown key', 'adress-pools: []', ['unknownField config data.config.adress-pools']],
    [
      'an unknown key of a pool',
      'address-pools: [{ name: a, protocol: layer2, addresses: [192.0.2.0/24], cidr: x }]',
      ['unknownField config data.config.address-pools[0].cidr'],
    ],
    [
      'an unknown protocol',
      'address-pools: [{ name: a, protocol: l2, addresses: [192.0.2.0/24] }]',
      ['invalidValue config data.config.address-pools[0].protocol'],
    ],
    [
      'no protocol',
      'address-pools: [{ name: a, addresses: [192.0.2.0/24] }]',
      ['missingField config data.config.address-pools[0].protocol'],
    ],
    [
      'advertisements of a layer 2 pool',
      'address-pools: [{ name: a, protocol: layer2, addresses: [192.0.2.0/24], bgp-advertisements: [{ localpref: 1 }] }]',
      ['conflict config data.config.address-pools[0].bgp-advertisements'],
    ],
    [
      'the same advertisement twice in one pool',
      'address-pools: [{ name: a, protocol: bgp, addresses: [192.0.2.0/24], bgp-advertisements: [{ localpref: 1 }, { localpref: 1 }] }]',
      ['duplicate config data.config.address-pools[0].bgp-advertisements[1]'],
    ],
    [
      'two pools of one name',
      'address-pools: [{ name: a, protocol: layer2, addresses: [192.0.2.0/25] }, { name: a, protocol: layer2, addresses: [192.0.2.128/25] }]',
      ['duplicate config data.config.address-pools[1].name'],
    ],
    [
      'pools that overlap',
      'address-pools: [{ name: a, protocol: layer2, addresses: [192.0.2.0/25] }, { name: b, protocol: layer2, addresses: [192.0.2.0/25] }]',
      ['overlap config data.config.address-pools[1]'],
    ],
    [
      'a peer twice',
      'peers: [{ my-asn: 1, peer-asn: 2, peer-address: 10.0.0.1 }, { my-asn: 1, peer-asn: 2, peer-address: 10.0.0.1 }]',
      ['duplicate config data.config.peers[1]'],
    ],
    [
      'a hold time of 1 s',
      'peers: [{ my-asn: 1, peer-asn: 2, peer-address: 10.0.0.1, hold-time: 1s }]',
      ['invalidValue config data.config.peers[0].hold-time'],
    ],
  ];
  for (const [title, config, wanted] of refused) {
    it(`refuses ${title}`, () => {
      expect(problemsOf(configMap(config), 'error')).to.deep.equal(wanted.map((each) => `error ${each}`));
    });
  }

  it('goes on with the other pools when one is broken', () => {
    const config =
      'address-pools: [{ name: a, protocol: layer2, addresses: [nonsense] }, { name: b, protocol: layer2, addresses: [192.0.2.1/32] }]';
    expect(outcomes(planned(configMap(config) + service('web')))).to.deep.equal({ web: '192.0.2.1' });
  });

  it('is not every ConfigMap', () => {
    expect(
      problemsOf('{ apiVersion: v1, kind: ConfigMap, metadata: { name: x }, data: { config: "a: [" } }'),
    ).to.deep.equal([]);
  });
});

function configMap(config: string): string {
  return `---\n${JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config', namespace: 'metallb-system' }, data: { config } })}\n`;
}
