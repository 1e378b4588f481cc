import { expect } from 'chai';
import { openLab, requireTools, startApiServer } from '../lab/index.ts';
import type { ApiServer } from '../lab/index.ts';
import { installFairlead } from './support/installation.ts';
import { wait } from './support/wait.ts';

/** What a cluster has already, and the address that a Service gets by it. */
const CLUSTERS: readonly { readonly has: string; readonly objects: string; readonly address: string }[] = [
  {
    has: 'resources of fairlead.dev',
    objects: `
apiVersion: fairlead.dev/v1alpha1
kind: AddressPool
metadata: { name: own }
spec: { addresses: [192.0.2.0/28] }
---
${service('own', { 'metallb.io/address-pool': 'own' })}`,
    address: '192.0.2.0',
  },
  {
    has: "the ConfigMap of MetalLB's first years",
    objects: `
apiVersion: v1
kind: ConfigMap
metadata: { name: config, namespace: metallb-system }
data:
  config: |
    address-pools:
      - name: first
        protocol: layer2
        addresses: [192.0.2.16-192.0.2.20]
---
${service('first', { 'metallb.universe.tf/address-pool': 'first' })}`,
    address: '192.0.2.16',
  },
  {
    has: "MetalLB's retired AddressPool in its first version",
    objects: `
${definition('metallb.io', 'v1alpha1', 'addresspools', 'AddressPool', 'Namespaced')}
---
apiVersion: metallb.io/v1alpha1
kind: AddressPool
metadata: { name: retired, namespace: metallb-system }
spec: { protocol: layer2, addresses: [192.0.2.32/28] }
---
${service('retired', { 'metallb.universe.tf/address-pool': 'retired' })}`,
    address: '192.0.2.32',
  },
  {
    has: 'an Eip of OpenELB',
    objects: `
${definition('network.kubesphere.io', 'v1alpha2', 'eips', 'Eip', 'Cluster')}
---
apiVersion: network.kubesphere.io/v1alpha2
kind: Eip
metadata: { name: lan }
spec: { address: 192.0.2.50-192.0.2.60, protocol: layer2, interface: eth0 }
---
${service('lan', { 'lb.kubesphere.io/v1alpha1': 'openelb', 'eip.openelb.kubesphere.io/v1alpha2': 'lan' })}`,
    address: '192.0.2.50',
  },
];

describe('a cluster that has', () => {
  const lab = openLab();
  after(lab.close);
  let server: ApiServer;

  before(async function () {
    await requireTools(this, 'etcd', 'kube-apiserver', 'metallb-definitions');
    server = await startApiServer(lab);
    const { startController } = await installFairlead(lab, server);
    for (const { objects } of CLUSTERS) await applyAll(server, objects);
    startController();
  });

  for (const { has, objects, address } of CLUSTERS) {
    it(`${has} gives a Service an address of it`, async () => {
      const [, name = ''] = /kind: Service\nmetadata: \{ name: ([a-z]+)/.exec(objects) ?? [];
      const reference = { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'default' } };
      const status = await wait('an address', async () => {
        const { status } = (await server.client.get(reference)) as unknown as WithStatus;
        return status?.loadBalancer?.ingress === undefined ? null : status;
      });
      expect(status.loadBalancer?.ingress?.map(({ ip }) => ip)).to.deep.equal([address]);
    });
  }
});

/** Definitions are served a moment after they were taken. */
async function applyAll(server: ApiServer, objects: string): Promise<void> {
  for (const object of objects.split('---\n')) {
    await wait('it is taken', async () => {
      await server.client.apply(object);
      return true;
    });
  }
}

function service(name: string, annotations: Readonly<Record<string, string>>): string {
  return `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: default, annotations: ${JSON.stringify(annotations)} }
spec: { type: LoadBalancer, ports: [{ port: 80 }] }
`;
}

/** A definition that takes any object, as the product's own would its own. */
function definition(group: string, version: string, plural: string, kind: string, scope: string): string {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      annotations: { 'api-approved.kubernetes.io': 'unapproved, for a test' },
    },
    spec: {
      group,
      scope,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [{ name: version, served: true, storage: true, schema }],
    },
  });
}

interface WithStatus {
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly { readonly ip: string }[] } };
}
