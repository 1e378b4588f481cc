import { translate } from '@fairlead/k8s-adapter';
import { expect } from 'chai';
import { bgp, l2, peer, pool, sound, ten } from '../support/metallb.ts';
import { objects, service } from '../support/objects.ts';
import { problemsOf } from '../support/problems.ts';

describe("MetalLB's objects", () => {
  const warnings: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'a misspelt field',
      pool('addresses: [192.0.2.0/24], autoasign: false') + l2(''),
      ['unknownField a spec.autoasign'],
    ],
    ['a pool that nothing announces', ten, ['notAnnounced a']],
    ['a pool that is announced to nobody', ten + bgp(''), ['notAnnounced a']],
    [
      'names and selectors that match nothing',
      ten +
        l2('ipAddressPools: [a, b], ipAddressPoolSelectors: [{ matchLabels: { x: y } }]') +
        bgp('peers: [p]'),
      [
        'unknownReference x spec.ipAddressPools[1]',
        'selectsNothing x spec.ipAddressPoolSelectors[0]',
        'unknownReference x spec.peers[0]',
      ],
    ],
    [
      'node selectors that match nothing',
      ten + l2('nodeSelectors: [{ matchLabels: { x: y } }]') + node('n', ''),
      ['selectsNothing x spec.nodeSelectors'],
    ],
    [
      'a pool that holds a node',
      ten + l2('') + node('n', 'status: { addresses: [{ type: InternalIP, address: 192.0.2.5 }] }'),
      ['clusterOverlap a spec'],
    ],
    [
      'a pool that holds pods',
      ten + l2('') + node('n', 'spec: { podCIDR: 192.0.0.0/16 }'),
      ['clusterOverlap a spec'],
    ],
    [
      'a pool that holds ClusterIPs',
      ten +
        l2('') +
        '---\n{ apiVersion: networking.k8s.io/v1, kind: ServiceCIDR, metadata: { name: k }, spec: { cidrs: [192.0.2.128/25] } }\n',
      ['clusterOverlap a spec'],
    ],
    [
      'a layer 2 pool far from every node',
      ten + l2('') + node('n', 'status: { addresses: [{ type: InternalIP, address: 10.0.0.5 }] }'),
      ['unreachableSubnet a spec'],
    ],
    [
      'kube-proxy in IPVS mode',
      '---\n{ apiVersion: kubeproxy.config.k8s.io/v1alpha1, kind: KubeProxyConfiguration, mode: ipvs }\n',
      ['strictArp  mode'],
    ],
    [
      'a reservation for nobody',
      pool('addresses: [192.0.2.0/24], serviceAllocation: { namespaces: [blue] }') +
        l2('') +
        '---\n{ apiVersion: v1, kind: Namespace, metadata: { name: red } }\n',
      ['selectsNothing a spec'],
    ],
    [
      'an advertisement that adds nothing to another',
      ten + peer(sound) + bgp('') + bgp('', 'y'),
      ['duplicate y spec'],
    ],
    [
      'a second peer at the same place',
      peer(sound) + peer(`${sound}, holdTime: 9s`).replace('name: p', 'name: q'),
      ['conflict q spec'],
    ],
    [
      'a Service that asks for a pool that does not exist',
      ten + l2('') + service('web', { annotations: 'metallb.io/address-pool: b' }),
      ['unknownReference web metadata.annotations'],
    ],
    [
      'a Service that names a claim that does not exist',
      service('web', { annotations: 'fairlead.dev/claim: mine' }),
      ['unknownReference web metadata.annotations'],
    ],
    [
      'a node that is given twice',
      node('n', 'status: {}') + node('n', 'status: {}'),
      ['duplicate n metadata.name'],
    ],
  ];
  for (const [title, given, wanted] of warnings) {
    it(`warns of ${title}`, () => {
      expect([...problemsOf(given, 'warning')].sort()).to.deep.equal(
        wanted.map((each) => `warning ${each}`).sort(),
      );
    });
  }

  it('set aside only what is broken', () => {
    const { cluster } = translate(objects(ten + pool('addresses: [x]', 'b') + peer('myASN: 1') + l2('')));
    expect([
      cluster.config.pools.length,
      cluster.config.peers.length,
      cluster.config.l2Advertisements.length,
    ]).to.deep.equal([1, 0, 1]);
  });

  it('of two pools that overlap lose the younger', () => {
    const young = pool('addresses: [192.0.2.0/24]').replace(
      'name: a,',
      'name: a, creationTimestamp: "2026-01-02T00:00:00Z",',
    );
    const old = pool('addresses: [192.0.2.0/25]', 'b').replace(
      'name: b,',
      'name: b, creationTimestamp: "2026-01-01T00:00:00Z",',
    );
    expect(translate(objects(young + old)).cluster.config.pools.map(({ name }) => name)).to.deep.equal(['b']);
  });

  it('keep passwords apart, and wait for a Secret that does not exist', () => {
    const secret = `---\n{ apiVersion: v1, kind: Secret, type: kubernetes.io/basic-auth, metadata: { name: s, namespace: metallb-system }, stringData: { password: hush } }\n`;
    const by = (name: string): string => peer(`${sound}, passwordSecret: { name: ${name} }`);
    const inline = translate(objects(peer(`${sound}, password: hush`)));
    const secretly = translate(objects(by('s') + secret));
    const lost = translate(objects(by('t') + secret));
    expect([inline, secretly, lost].map(({ passwords }) => passwords.get('p'))).to.deep.equal([
      'hush',
      'hush',
      undefined,
    ]);
    expect(lost.cluster.config.peers).to.deep.equal([]);
    expect(
      JSON.stringify([inline, secretly], (_, value: unknown) =>
        typeof value === 'bigint' ? String(value) : value,
      ),
    ).not.to.contain('hush');
  });

  it('are read from one namespace only, where it is named', () => {
    const { cluster, problems } = translate(objects(ten + l2('')), {
      configNamespace: 'elsewhere',
      hasSecrets: false,
    });
    expect(cluster.config.pools).to.deep.equal([]);
    expect(problems.map(({ code }) => code)).to.deep.equal(['otherNamespace', 'otherNamespace']);
  });
});

function node(name: string, more: string): string {
  return `---\n{ apiVersion: v1, kind: Node, metadata: { name: ${name} }, ${more} }\n`;
}
