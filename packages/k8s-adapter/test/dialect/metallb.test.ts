import { expect } from 'chai';
import { bfd, bgp, l2, peer, pool, sound, ten } from '../support/metallb.ts';
import { metallb, problemsOf } from '../support/problems.ts';

describe("MetalLB's objects", () => {
  const refused: readonly (readonly [string, string, readonly string[]])[] = [
    ['a peer without an own AS', peer('peerASN: 1, peerAddress: 192.0.2.1'), ['missingField p spec.myASN']],
    [
      'a peer with AS 0 of its own',
      peer('myASN: 0, peerASN: 1, peerAddress: 192.0.2.1'),
      ['invalidValue p spec.myASN'],
    ],
    ['a peer without an AS', peer('myASN: 1, peerAddress: 192.0.2.1'), ['missingField p spec.peerASN']],
    ['a peer with two kinds of AS', peer(`${sound}, dynamicASN: external`), ['conflict p spec.dynamicASN']],
    [
      'a peer with an unknown kind of AS',
      peer('myASN: 1, dynamicASN: both, peerAddress: 192.0.2.1'),
      ['invalidValue p spec.dynamicASN'],
    ],
    [
      'a peer with an AS beyond 32 bits',
      peer('myASN: 4294967296, peerASN: 1, peerAddress: 192.0.2.1'),
      ['invalidValue p spec.myASN'],
    ],
    ['a peer nowhere', peer('myASN: 1, peerASN: 2'), ['missingField p spec.peerAddress']],
    ['a peer at two places', peer(`${sound}, interface: eth0`), ['conflict p spec.interface']],
    [
      'a peer at no address',
      peer('myASN: 1, peerASN: 2, peerAddress: 192.0.2.256'),
      ['invalidValue p spec.peerAddress'],
    ],
    [
      'multihop inside one AS',
      peer('myASN: 1, peerASN: 1, peerAddress: 192.0.2.1, ebgpMultiHop: true'),
      ['conflict p spec.ebgpMultiHop'],
    ],
    ['a router id that is none', peer(`${sound}, routerID: 1.2.3`), ['invalidValue p spec.routerID']],
    [
      'a source address that is none',
      peer(`${sound}, sourceAddress: x`),
      ['invalidValue p spec.sourceAddress'],
    ],
    ['a hold time of 2 s', peer(`${sound}, holdTime: 2s`), ['invalidValue p spec.holdTime']],
    ['a hold time that is no duration', peer(`${sound}, holdTime: "90"`), ['invalidValue p spec.holdTime']],
    [
      'a hold time shorter than the keepalive time',
      peer(`${sound}, holdTime: 3s, keepaliveTime: 4s`),
      ['invalidValue p spec.keepaliveTime'],
    ],
    [
      'a connect time of a fraction',
      peer(`${sound}, connectTime: 1500ms`),
      ['invalidValue p spec.connectTime'],
    ],
    ['a connect time of 0', peer(`${sound}, connectTime: 0s`), ['invalidValue p spec.connectTime']],
    ['a port beyond 16384', peer(`${sound}, peerPort: 16385`), ['invalidValue p spec.peerPort']],
    [
      'two passwords',
      peer(`${sound}, password: x, passwordSecret: { name: y }`),
      ['conflict p spec.passwordSecret'],
    ],
    ['an unknown BFD profile', peer(`${sound}, bfdProfile: no`), ['unknownReference p spec.bfdProfile']],
    [
      'a selector with an unknown operator',
      peer(`${sound}, nodeSelectors: [{ matchExpressions: [{ key: a, operator: Is }] }]`),
      ['invalidValue p spec.nodeSelectors[0].matchExpressions[0].operator'],
    ],
    [
      'a selector In nothing',
      peer(`${sound}, nodeSelectors: [{ matchExpressions: [{ key: a, operator: In }] }]`),
      ['missingField p spec.nodeSelectors[0].matchExpressions[0].values'],
    ],
    [
      'a label key that is none',
      peer(`${sound}, nodeSelectors: [{ matchLabels: { "a b": c } }]`),
      ['invalidValue p spec.nodeSelectors[0].matchLabels'],
    ],
    [
      'the same selector twice',
      peer(`${sound}, nodeSelectors: [{ matchLabels: { a: b } }, { matchLabels: { a: b } }]`),
      ['duplicate p spec.nodeSelectors[1]'],
    ],
    [
      'an expression twice',
      peer(
        `${sound}, nodeSelectors: [{ matchExpressions: [{ key: a, operator: In, values: [b, c] }, { key: a, operator: In, values: [c, b] }] }]`,
      ),
      ['duplicate p spec.nodeSelectors[0].matchExpressions[1]'],
    ],
    [
      'a value twice in one expression',
      peer(`${sound}, nodeSelectors: [{ matchExpressions: [{ key: a, operator: In, values: [b, b] }] }]`),
      ['duplicate p spec.nodeSelectors[0].matchExpressions[0].values'],
    ],
    [
      'a value that no label can have',
      peer(`${sound}, nodeSelectors: [{ matchExpressions: [{ key: a, operator: In, values: ["b c"] }] }]`),
      ['invalidValue p spec.nodeSelectors[0].matchExpressions[0].values'],
    ],
    [
      'an empty operator',
      peer(`${sound}, nodeSelectors: [{ matchExpressions: [{ key: a, operator: "", values: [b] }] }]`),
      ['missingField p spec.nodeSelectors[0].matchExpressions[0].operator'],
    ],
    [
      'a peer that says the same as another',
      peer(sound) + peer(sound).replace('name: p', 'name: q'),
      ['duplicate q spec'],
    ],
    [
      'BFD intervals out of range',
      bfd('receiveInterval: 9, transmitInterval: 60001, echoInterval: 5'),
      [
        'invalidValue b spec.echoInterval',
        'invalidValue b spec.receiveInterval',
        'invalidValue b spec.transmitInterval',
      ],
    ],
    ['a BFD multiplier of 1', bfd('detectMultiplier: 1'), ['invalidValue b spec.detectMultiplier']],
    ['a BFD TTL of 255', bfd('minimumTtl: 255'), ['invalidValue b spec.minimumTtl']],
    [
      'a pool without a spec',
      '---\n{ apiVersion: metallb.io/v1beta1, kind: IPAddressPool, metadata: { name: a } }\n',
      ['missingField a spec'],
    ],
    ['a pool without addresses', pool('autoAssign: true'), ['missingField a spec.addresses']],
    ['a pool with an empty list', pool('addresses: []'), ['invalidValue a spec.addresses']],
    ['a space before a block', pool('addresses: [" 192.0.2.0/24"]'), ['invalidValue a spec.addresses[0]']],
    ['a bare address', pool('addresses: [192.0.2.1]'), ['invalidValue a spec.addresses[0]']],
    [
      'a range that ends before it starts',
      pool('addresses: [192.0.2.9-192.0.2.1]'),
      ['invalidValue a spec.addresses[0]'],
    ],
    ['a range of two families', pool('addresses: ["::-0.0.0.0"]'), ['invalidValue a spec.addresses[0]']],
    [
      'ranges that overlap',
      pool('addresses: [192.0.2.0/28, 192.0.2.15-192.0.2.16]'),
      ['overlap a spec.addresses'],
    ],
    ['a pool that overlaps another', ten + pool('addresses: [192.0.2.7/32]', 'b'), ['overlap b spec']],
    [
      'the same namespace twice',
      pool('addresses: [192.0.2.0/28], serviceAllocation: { namespaces: [x, x] }'),
      ['duplicate a spec.serviceAllocation.namespaces[1]'],
    ],
    ['an aggregation length of 33', bgp('aggregationLength: 33'), ['invalidValue x spec.aggregationLength']],
    [
      'an aggregate wider than the pool',
      ten + bgp('aggregationLength: 23'),
      ['invalidValue x spec.aggregationLength'],
    ],
    [
      'an aggregate wider than each part of a range',
      pool('addresses: [192.0.2.1-192.0.2.6]') + bgp('aggregationLength: 29'),
      ['invalidValue x spec.aggregationLength'],
    ],
    [
      'an unknown name of a community',
      bgp('communities: [no-export]'),
      ['unknownReference x spec.communities[0]'],
    ],
    [
      'a community above its range',
      bgp('communities: ["65536:1"]'),
      ['unknownReference x spec.communities[0]'],
    ],
    [
      'a large community above its range',
      bgp('communities: ["large:1:2:4294967296"]'),
      ['unknownReference x spec.communities[0]'],
    ],
    ['the same community twice', bgp('communities: ["1:1", "1:1"]'), ['duplicate x spec.communities[1]']],
    ['the same pool twice', ten + bgp('ipAddressPools: [a, a]'), ['duplicate x spec.ipAddressPools[1]']],
    ['the same peer twice', bgp('peers: [p, p]'), ['duplicate x spec.peers[1]']],
    ['prepending eleven times', bgp('asPathPrepend: 11'), ['invalidValue x spec.asPathPrepend']],
    [
      'an aggregate for some Services',
      bgp('aggregationLength: 24, serviceSelectors: [{ matchLabels: { a: b } }]'),
      ['conflict x spec.serviceSelectors'],
    ],
    ['an object that is given twice', ten + ten + l2(''), ['duplicate a metadata.name']],
    [
      'advertisements that want different LOCAL_PREF for one route',
      ten + bgp('localPref: 1') + bgp('localPref: 2', 'y'),
      ['conflict y spec.localPref'],
    ],
    [
      'advertisements that want different prepending for one route',
      ten + bgp('asPathPrepend: 1') + bgp('communities: ["1:1"]', 'y'),
      ['conflict y spec.asPathPrepend'],
    ],
    [
      'a weight of 101',
      l2('preferredNodeSelectors: [{ weight: 101 }]'),
      ['invalidValue x spec.preferredNodeSelectors[0].weight'],
    ],
    [
      'a community alias twice',
      metallb('Community', 'c', 'communities: [{ name: n, value: "1:1" }, { name: n, value: "1:2" }]'),
      ['duplicate c spec.communities[1].name'],
    ],
    [
      'a community alias of nothing',
      metallb('Community', 'c', 'communities: [{ name: n, value: "1" }]'),
      ['invalidValue c spec.communities[0].value'],
    ],
    [
      'a community alias of a route target',
      metallb('Community', 'c', 'communities: [{ name: n, value: "rt:65000:1" }]'),
      ['invalidValue c spec.communities[0].value'],
    ],
    [
      'a field of the wrong type',
      pool('addresses: 192.0.2.0/24'),
      ['wrongType a spec.addresses', 'invalidValue a spec.addresses'],
    ],
    ['an unknown kind of the group', metallb('IPAddresPool', 'a', ''), ['unknownKind a kind']],
    [
      'an unknown version of a kind',
      metallb('IPAddressPool', 'a', 'addresses: [192.0.2.0/24]', 'v1'),
      ['unknownKind a apiVersion'],
    ],
    [
      'an AddressPool without a protocol',
      metallb('AddressPool', 'a', 'addresses: [192.0.2.0/24]'),
      ['missingField a spec.protocol'],
    ],
    [
      'an AddressPool of layer 2 with BGP advertisements',
      metallb('AddressPool', 'a', 'protocol: layer2, addresses: [192.0.2.0/24], bgpAdvertisements: [{}]'),
      ['conflict a spec.bgpAdvertisements'],
    ],
  ];
  for (const [title, given, wanted] of refused) {
    it(`refuses ${title}`, () => {
      expect([...problemsOf(given, 'error')].sort()).to.deep.equal(
        wanted.map((each) => `error ${each}`).sort(),
      );
    });
  }

  const accepted: readonly (readonly [string, string])[] = [
    ['host bits in a block', pool('addresses: [192.0.2.7/24]')],
    ['spaces around the dash', pool('addresses: ["192.0.2.1 - 192.0.2.9"]')],
    ['both families in a pool', pool('addresses: [192.0.2.0/24, "2001:db8::/64"]')],
    ['a hold time of 0', peer(`${sound}, holdTime: 0s, keepaliveTime: 0s`)],
    ['a hold time in minutes', peer(`${sound}, holdTime: 1m30s`)],
    ['a hold time with a fraction of a second', peer(`${sound}, holdTime: 3500ms`)],
    [
      'multihop to whichever AS is its own',
      peer('myASN: 1, dynamicASN: internal, peerAddress: 192.0.2.254, ebgpMultiHop: true'),
    ],
    ['two advertisements that say the same', ten + bgp('localPref: 1') + bgp('localPref: 1', 'y')],
    ['an unnumbered peer', peer('myASN: 1, dynamicASN: external, interface: eth0')],
    [
      'LOCAL_PREF for different lengths',
      ten + bgp('localPref: 1') + bgp('localPref: 2, aggregationLength: 24', 'y'),
    ],
    [
      'LOCAL_PREF for different peers',
      ten + bgp('localPref: 1, peers: [p]') + bgp('localPref: 2, peers: [q]', 'y'),
    ],
    [
      'LOCAL_PREF for nodes that may be others',
      ten +
        bgp('localPref: 1, nodeSelectors: [{ matchLabels: { rack: a } }]') +
        bgp('localPref: 2, nodeSelectors: [{ matchLabels: { rack: b } }]', 'y'),
    ],
    [
      'LOCAL_PREF for different Services',
      ten + bgp('localPref: 1, serviceSelectors: [{ matchLabels: { a: b } }]') + bgp('localPref: 2', 'y'),
    ],
    [
      'an aggregate as wide as the widest part of a range',
      pool('addresses: [192.0.2.0-192.0.2.130]') + bgp('aggregationLength: 26'),
    ],
    [
      'an advertisement without a spec',
      ten + '---\n{ apiVersion: metallb.io/v1beta1, kind: BGPAdvertisement, metadata: { name: x } }\n',
    ],
    ['a peer of the old version', metallb('BGPPeer', 'p', sound)],
  ];
  for (const [title, given] of accepted) {
    it(`accepts ${title}`, () => {
      expect(problemsOf(given, 'error')).to.deep.equal([]);
    });
  }
});
