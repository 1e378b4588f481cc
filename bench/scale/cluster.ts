import type { KubernetesClient, KubernetesObject } from '../../integration/lab/index.ts';

export const NODE = 'node-1';
export const ADVERTISEMENT = {
  apiVersion: 'metallb.io/v1beta1',
  kind: 'BGPAdvertisement',
  metadata: { name: 'all', namespace: 'metallb-system' },
} as const;

/** Services that have their addresses, each with an endpoint, as after years of use. */
export async function fillCluster(client: KubernetesClient, services: number): Promise<void> {
  const { status, ...node } = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: NODE },
    status: {
      addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  };
  await client.apply(node);
  await client.patchStatus(node, status);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < services; index = next++) await fill(client, index);
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
}

export function configuration(port: number): readonly KubernetesObject[] {
  const metadata = { name: 'all', namespace: 'metallb-system' };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'metallb-system' } },
    {
      apiVersion: 'metallb.io/v1beta1',
      kind: 'IPAddressPool',
      metadata,
      spec: { addresses: ['10.200.0.0/16'] },
    },
    {
      apiVersion: 'metallb.io/v1beta2',
      kind: 'BGPPeer',
      metadata,
      spec: { myASN: 64500, peerASN: 64512, peerAddress: '127.0.0.1', peerPort: port },
    },
    { ...ADVERTISEMENT, spec: {} },
  ] as readonly KubernetesObject[];
}

async function fill(client: KubernetesClient, index: number): Promise<void> {
  const name = `service-${index}`;
  const reference = { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'default' } };
  const ports = [{ port: 80 }];
  await client.post('/api/v1/namespaces/default/services', {
    ...reference,
    spec: { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, ports },
  });
  const ip = `10.200.${index >>> 8}.${index & 0xff}`;
  await client.patchStatus(reference, { loadBalancer: { ingress: [{ ip }] } });
  await client.post('/apis/discovery.k8s.io/v1/namespaces/default/endpointslices', {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name, namespace: 'default', labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    ports,
    endpoints: [{ addresses: ['10.244.0.1'], nodeName: NODE, conditions: { ready: true } }],
  });
}

const WORKERS = 32;
