import fc from 'fast-check';
import {
  createdAt,
  label,
  maybe,
  object,
  peerNames,
  poolNames,
  rangesOf,
  selector,
  selectors,
  subset,
} from './anyObject.ts';
import type { AnyObject } from './anyObject.ts';
import { service } from './anyService.ts';

const metallbPool = (name: string, index: number): fc.Arbitrary<AnyObject> =>
  fc
    .record({
      addresses: rangesOf(index),
      autoAssign: maybe(fc.boolean()),
      avoidBuggyIPs: maybe(fc.boolean()),
      serviceAllocation: maybe(
        fc.record({
          priority: maybe(fc.integer({ min: -2, max: 3 })),
          namespaces: maybe(subset(['default', 'shop'])),
          serviceSelectors: maybe(selectors),
        }),
      ),
      createdAt,
    })
    .map(({ createdAt: creationTimestamp, ...spec }) =>
      object('metallb.io/v1beta1', 'IPAddressPool', name, spec, {
        creationTimestamp,
        labels: { rack: 'one' },
      }),
    );

const retiredPool = (name: string, index: number): fc.Arbitrary<AnyObject> =>
  fc
    .record({
      addresses: rangesOf(index),
      protocol: fc.constantFrom('bgp', 'layer2'),
      autoAssign: maybe(fc.boolean()),
      localPref: maybe(fc.constantFrom(100, 200)),
    })
    .map(({ localPref, ...spec }) => {
      const bgpAdvertisements = [
        { localPref, communities: ['64500:1'] },
        { aggregationLength: 32, localPref: 300 },
      ];
      return object('metallb.io/v1beta1', 'AddressPool', name, {
        ...spec,
        ...(spec.protocol === 'bgp' && { bgpAdvertisements }),
      });
    });

const eip = (name: string, index: number): fc.Arbitrary<AnyObject> =>
  fc
    .record({
      address: fc.constantFrom(
        `192.0.${index}.0/28`,
        `192.0.${index}.7`,
        `192.0.${index}.7-192.0.${index}.9`,
      ),
      protocol: fc.constantFrom('bgp', 'layer2'),
      priority: maybe(fc.integer({ min: 0, max: 3 })),
      disable: maybe(fc.boolean()),
      namespaces: maybe(subset(['default', 'shop'])),
      isDefault: fc.boolean(),
    })
    .map(({ isDefault, ...spec }) =>
      object(
        'network.kubesphere.io/v1alpha2',
        'Eip',
        name,
        { ...spec, interface: 'eth0' },
        {
          annotations: { 'eip.openelb.kubesphere.io/is-default-eip': String(isDefault) },
        },
      ),
    );

const ownPool = (name: string, index: number): fc.Arbitrary<AnyObject> =>
  fc
    .record({
      addresses: rangesOf(index),
      autoAssign: maybe(fc.boolean()),
      disabled: maybe(fc.boolean()),
      priority: maybe(fc.integer({ min: 0, max: 3 })),
      quotas: maybe(fc.constant([{ namespaces: ['shop'], limit: 1 }])),
      reservedFor: maybe(fc.record({ namespaces: subset(['default', 'shop']), enforced: fc.boolean() })),
    })
    .map((spec) => object('fairlead.dev/v1alpha1', 'AddressPool', name, spec));

const metallbPeer = (name: string, index: number): fc.Arbitrary<AnyObject> =>
  fc
    .record({
      peerASN: fc.constantFrom(64500, 64501, 4200000000),
      holdTime: maybe(fc.constantFrom('30s', '1m30s', '0s')),
      connectTime: maybe(fc.constant('5s')),
      localASN: maybe(fc.constant(64999)),
      dualStackAddressFamily: maybe(fc.boolean()),
      enableGracefulRestart: maybe(fc.boolean()),
      peerPort: maybe(fc.constant(1179)),
      password: maybe(fc.constant('a-secret-of-mine')),
      nodeSelectors: maybe(selectors),
      version: fc.constantFrom('v1beta1', 'v1beta2'),
    })
    .map(({ version, ...spec }) =>
      object(
        `metallb.io/${version}`,
        'BGPPeer',
        name,
        { myASN: 64500, peerAddress: `10.0.0.${index + 1}`, ...spec },
        {
          labels: { tier: name },
        },
      ),
    );

const openelbPeer = (name: string, index: number): fc.Arbitrary<AnyObject> =>
  fc
    .record({
      peerAs: fc.constantFrom(64500, 64501),
      sendMax: maybe(fc.integer({ min: 0, max: 5 })),
      nodeSelector: maybe(label),
    })
    .map(({ peerAs, sendMax, nodeSelector }) =>
      object('network.kubesphere.io/v1alpha2', 'BgpPeer', name, {
        conf: { peerAs, neighborAddress: `10.0.0.${index + 1}` },
        addPaths: { sendMax },
        nodeSelector: nodeSelector === undefined ? undefined : { matchLabels: { rack: nodeSelector } },
      }),
    );

const ownPeer = (name: string, index: number): fc.Arbitrary<AnyObject> =>
  fc
    .record({
      remoteAsn: fc.constantFrom<number | string>(64501, 'external', 'internal'),
      neighbors: fc.boolean(),
      addPathLimit: maybe(fc.constant(4)),
      nodeSelectors: maybe(selectors),
    })
    .map(({ neighbors, ...spec }) => {
      const address = `10.0.0.${index + 1}`;
      const place = neighbors
        ? {
            neighbors: [
              { name: 'x', address },
              {
                name: 'y',
                address: `10.0.1.${index + 1}`,
                nodeSelectors: [{ matchLabels: { rack: 'two' } }],
              },
            ],
          }
        : { address };
      return object(
        'fairlead.dev/v1alpha1',
        'BgpPeer',
        name,
        { localAsn: 64500, ...spec, ...place },
        { labels: { tier: name } },
      );
    });

const metallbBgp = (name: string): fc.Arbitrary<AnyObject> =>
  fc
    .record({
      ipAddressPools: maybe(subset(poolNames)),
      peers: maybe(subset(peerNames)),
      localPref: maybe(fc.constantFrom(100, 200, 300)),
      communities: maybe(subset(['64500:1', 'large:1:2:3', 'named'])),
      nodeSelectors: maybe(selectors),
      serviceSelectors: maybe(selectors),
      createdAt,
    })
    .map(({ createdAt: creationTimestamp, ...spec }) =>
      object('metallb.io/v1beta1', 'BGPAdvertisement', name, spec, { creationTimestamp }),
    );

const metallbL2 = (name: string): fc.Arbitrary<AnyObject> =>
  fc
    .record({
      ipAddressPools: maybe(subset(poolNames)),
      interfaces: maybe(subset(['eth0', 'eth1'])),
      nodeSelectors: maybe(selectors),
      preferredNodeSelectors: maybe(selector.map((preference) => [{ weight: 7, preference }])),
      createdAt,
    })
    .map(({ createdAt: creationTimestamp, ...spec }) =>
      object('metallb.io/v1beta1', 'L2Advertisement', name, spec, { creationTimestamp }),
    );

const ownAdvertisement = (name: string): fc.Arbitrary<AnyObject> =>
  fc
    .record({
      pools: maybe(subset(poolNames)),
      namespaces: maybe(subset(['shop'])),
      bgp: maybe(
        fc.record({
          peers: maybe(subset(peerNames)),
          peerSelectors: maybe(fc.constantFrom([{ matchLabels: { tier: 't1' } }])),
          med: maybe(fc.constant(5)),
          localPref: maybe(fc.constantFrom(100, 400)),
          communities: maybe(subset(['no-export', 'rt:64500:7', '64500:9'])),
          nextHops: maybe(fc.constantFrom('Self', 'Nodes')),
          megabitsPerEndpoint: maybe(fc.constant(100)),
        }),
      ),
      layer2: fc.record({
        election: maybe(fc.constantFrom('Spread', 'Compatible')),
        failback: maybe(fc.constantFrom('Never', '5m')),
        preferEndpoints: maybe(fc.boolean()),
      }),
    })
    .map((spec) => object('fairlead.dev/v1alpha1', 'Advertisement', name, spec));

const configMap: fc.Arbitrary<AnyObject> = fc
  .record({
    addresses: rangesOf(9),
    protocol: fc.constantFrom('bgp', 'layer2'),
    localpref: fc.constantFrom(100, 200),
  })
  .map(({ addresses, protocol, localpref }) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'config', namespace: 'metallb-system' },
    data: {
      config: JSON.stringify({
        peers: [{ 'my-asn': 64500, 'peer-asn': 64502, 'peer-address': '10.0.9.1' }],
        'address-pools': [
          {
            name: 'old',
            protocol,
            addresses,
            ...(protocol === 'bgp' && {
              'bgp-advertisements': [{ localpref }, { localpref: 50, communities: ['64500:3'] }],
            }),
          },
        ],
      }),
    },
  }));

const NODES: readonly AnyObject[] = ['a', 'b', 'c'].map((name, index) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: index === 2 ? {} : { rack: index === 0 ? 'one' : 'two' } },
  status: { addresses: [{ type: 'InternalIP', address: `10.1.0.${index + 1}` }] },
}));

const REST: readonly AnyObject[] = [
  ...NODES,
  object('metallb.io/v1beta1', 'Community', 'names', { communities: [{ name: 'named', value: '64500:77' }] }),
  object('network.kubesphere.io/v1alpha2', 'BgpConf', 'default', { as: 64500, asPerRack: { one: 64777 } }),
  object('metallb.io/v1beta1', 'BFDProfile', 'fast', { receiveInterval: 50, echoMode: true }),
];

/** A cluster with configuration in the dialects of these pools, peers and advertisements, and Services. */
export const anyCluster: fc.Arbitrary<readonly AnyObject[]> = fc
  .tuple(
    ...poolNames.map((name, index) =>
      fc.oneof(metallbPool(name, index), retiredPool(name, index), eip(name, index), ownPool(name, index)),
    ),
    ...peerNames.map((name, index) =>
      fc.oneof(metallbPeer(name, index), openelbPeer(name, index), ownPeer(name, index)),
    ),
    ...['z', 'default', 'a'].map((name) => metallbBgp(name)),
    ...['default', 'b'].map((name) => metallbL2(name)),
    ownAdvertisement('own'),
    configMap,
    ...['s1', 's2', 's3', 's4'].map(service),
  )
  .map((objects) => [...objects, ...REST]);

/** The same with what MetalLB has itself, or has had. */
export const metallbCluster: fc.Arbitrary<readonly AnyObject[]> = fc
  .tuple(
    ...poolNames.map((name, index) => fc.oneof(metallbPool(name, index), retiredPool(name, index))),
    ...peerNames.map((name, index) => metallbPeer(name, index)),
    ...['z', 'default', 'a'].map((name) => metallbBgp(name)),
    ...['default', 'b'].map((name) => metallbL2(name)),
    configMap,
    ...['s1', 's2', 's3', 's4'].map(service),
  )
  .map((objects) => [...objects, ...REST]);
