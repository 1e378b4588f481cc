import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plan, translate } from '@fairlead/k8s-adapter';
import { sampleFolder, skipSuite } from '@fairlead/testing';
import { expect } from 'chai';
import { objects, service } from '../support/objects.ts';
import { outcomes, planned, routesOf } from '../support/planned.ts';

describe('objects as their owners have them', () => {
  let folder = '';

  before(function () {
    const found = sampleFolder('as-given');
    if (found === null) skipSuite(this, 'no sample objects; set FAIRLEAD_SAMPLES to a folder that has them');
    folder = found;
  });

  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

  const addresses: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['layer2-configmap-and-pods.yaml', { demo: '192.168.7.150' }],
    ['layer2-configmap-two-ranges.yaml', { hostnames: '10.225.28.229' }],
    ['layer2-configmap-deployment.yaml', { 'nginx-service': '192.168.70.250' }],
    ['openshift-addresspool.yaml', { 'grzs-traefik/traefik-ingress': '10.90.3.27' }],
    ['openelb-eip-and-service.yaml', { nginx: '192.168.50.50' }],
  ];
  for (const [file, wanted] of addresses) {
    it(`${file} gives ${Object.values(wanted).join()} to ${Object.keys(wanted).join()}, answered for on layer 2`, () => {
      const result = planned(read(file));
      expect(outcomes(result)).to.deep.equal(wanted);
      expect([...result.owners].map(([address, { owner }]) => [address, owner])).to.deep.equal(
        Object.values(wanted).map((address) => [address, 'any-node']),
      );
    });
  }

  it('all are accepted without an error', () => {
    const problems = [
      ...addresses.map(([file]) => file),
      'bgp-configmap-aggregation.yaml',
      'kube-proxy-ipvs-strict-arp.yaml',
    ]
      .flatMap((file) => translate(objects(read(file))).problems)
      .filter(({ severity }) => severity === 'error');
    expect(problems).to.deep.equal([]);
  });

  it('bgp-configmap-aggregation.yaml announces a /32 that goes no further, and the aggregate', () => {
    const text = `${read('bgp-configmap-aggregation.yaml')}\n${service('web')}`;
    expect(routesOf(planned(text))).to.deep.equal([
      'any-node peer1 198.51.100.0/32 pref 100 65535:65282',
      'any-node peer1 198.51.100.0/24',
    ]);
  });

  it('answers for the interface that the Eip names', () => {
    const { cluster } = translate(objects(read('openelb-eip-and-service.yaml')));
    expect(cluster.config.l2Advertisements.map(({ interfaces }) => interfaces)).to.deep.equal([['enp1s0']]);
    expect(plan(cluster).owners.size).to.equal(1);
  });
});

describe("OpenELB's own samples", () => {
  let folder = '';

  before(function () {
    const found = sampleFolder('openelb');
    if (found === null) skipSuite(this, 'no sample objects; set FAIRLEAD_SAMPLES to a folder that has them');
    folder = found;
  });

  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

  const cases: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['11-demo-bgp.yaml', { 'bgp-svc': '172.22.0.2' }],
    ['12-demo-layer2.yaml', { 'layer2-svc': '192.168.0.91' }],
    ['13-demo-vip.yaml', { 'vip-svc': '192.168.0.91' }],
    ['14-ipam-named-eip.yaml', { 'project-test/nginx': '172.31.73.130' }],
    [
      '15-ipam-named-ip.yaml',
      { 'project-test/nginx': 'addressInNoPool', 'project-test/nginx1': 'addressInNoPool' },
    ],
    ['16-ipam-auto.yaml', { 'project/nginx': '172.31.73.130' }],
    ['18-workload-sample.yaml', { 'mylbapp-svc': 'noPools', 'mylbapp-svc-layer2': 'noPools' }],
  ];
  for (const [file, wanted] of cases) {
    it(`${file} gives ${JSON.stringify(wanted)}`, () => {
      expect(outcomes(planned(read(file)))).to.deep.equal(wanted);
    });
  }

  it('03-eip-doc-full.yaml serves its namespaces and, as the default, every other', () => {
    const optIn = 'annotations: { lb.kubesphere.io/v1alpha1: openelb }';
    const text = `${read('03-eip-doc-full.yaml')}
---
{ apiVersion: v1, kind: Service, metadata: { name: a, namespace: test, ${optIn} }, spec: { type: LoadBalancer } }
---
{ apiVersion: v1, kind: Service, metadata: { name: b, namespace: elsewhere, ${optIn} }, spec: { type: LoadBalancer } }
---
{ apiVersion: v1, kind: Service, metadata: { name: c, namespace: test }, spec: { type: LoadBalancer } }
`;
    expect(outcomes(planned(text))).to.deep.equal({
      'test/a': '192.168.0.91',
      'elsewhere/b': '192.168.0.92',
      'test/c': 'poolNeedsOptIn',
    });
  });

  it('15-ipam-named-ip.yaml with a pool that holds the address refuses the second Service on the same port', () => {
    const text = read('15-ipam-named-ip.yaml').replace('172.31.73.130-172.31.73.132', '192.168.1.0/24');
    expect(outcomes(planned(text))).to.deep.equal({
      'project-test/nginx': '192.168.1.10',
      'project-test/nginx1': 'sharedPortInUse',
    });
  });

  it('07-bgppeer-sample.yaml becomes an eBGP session from every node, with ten paths a prefix', () => {
    const text = `${read('05-bgpconf-doc.yaml')}\n---\n${read('07-bgppeer-sample.yaml').replace('peerAs: 50000', 'peerAs: 50001')}`;
    const [peer] = translate(objects(text)).cluster.config.peers;
    expect(peer).to.include({ name: 'bgppeer-sample', localAsn: 50000, remoteAsn: 50001, addPathLimit: 10 });
    expect(peer?.at).to.deep.equal({ kind: 'address', address: '172.22.0.2', port: 179 });
  });

  it('08-bgppeer-doc.yaml is a peer of the nodes of one rack only', () => {
    const text = `${read('05-bgpconf-doc.yaml')}\n---\n${read('08-bgppeer-doc.yaml')}
---
{ apiVersion: v1, kind: Node, metadata: { name: a, labels: { openelb.kubesphere.io/rack: leaf1 } } }
---
{ apiVersion: v1, kind: Node, metadata: { name: b } }
`;
    const result = planned(text);
    expect(result.cluster.nodes.map((node) => result.routes(node).peers.length)).to.deep.equal([1, 0]);
  });

  it('11-demo-bgp.yaml announces all nodes as next hops over one session', () => {
    const nodes = ['master1 192.168.0.2', 'worker-p001 192.168.0.3', 'worker-p002 192.168.0.4'].map(
      (each) => {
        const [name = '', address = ''] = each.split(' ');
        const status = `status: { addresses: [{ type: InternalIP, address: ${address} }] }`;
        return `---\n{ apiVersion: v1, kind: Node, metadata: { name: ${name} }, ${status} }\n`;
      },
    );
    const routes = routesOf(planned(read('11-demo-bgp.yaml') + nodes.join('')));
    expect(routes.filter((route) => route.startsWith('master1'))).to.deep.equal([
      'master1 bgp-peer 172.22.0.2/32',
      'master1 bgp-peer 172.22.0.2/32 via 192.168.0.3',
      'master1 bgp-peer 172.22.0.2/32 via 192.168.0.4',
    ]);
  });
});
