import type { KubernetesObject } from '../kubernetes/object.ts';
import type { FabricNode } from './fabric.ts';

/** A ready node with its addresses. */
export function nodeObject({ name, ipv4, ipv6 }: FabricNode): KubernetesObject & { readonly status: object } {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' } },
    status: {
      addresses: [
        { type: 'InternalIP', address: ipv4 },
        { type: 'InternalIP', address: ipv6 },
        { type: 'Hostname', address: name },
      ],
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
    },
  };
}

export interface ServiceOptions {
  readonly name: string;
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ipFamilies?: readonly ('IPv4' | 'IPv6')[];
  readonly externalTrafficPolicy?: 'Cluster' | 'Local';
  /** The nodes whose backends are its endpoints. */
  readonly endpoints: readonly FabricNode[];
  readonly port?: number;
  readonly targetPort: number;
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** A Service of type LoadBalancer and its EndpointSlices, one for each family. */
export function serviceObjects(options: ServiceOptions): readonly KubernetesObject[] {
  const {
    name,
    namespace = 'default',
    annotations = {},
    endpoints,
    port = 80,
    targetPort,
    spec = {},
  } = options;
  const { ipFamilies = ['IPv4'], externalTrafficPolicy = 'Cluster' } = options;
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, annotations },
    spec: {
      type: 'LoadBalancer',
      ipFamilies,
      ipFamilyPolicy: ipFamilies.length > 1 ? 'RequireDualStack' : 'SingleStack',
      externalTrafficPolicy,
      ports: [{ name: 'http', port, targetPort, protocol: 'TCP' }],
      ...spec,
    },
  };
  const slices = ipFamilies.map((family) => ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${name}-${family.toLowerCase()}`,
      namespace,
      labels: { 'kubernetes.io/service-name': name },
    },
    addressType: family,
    ports: [{ name: 'http', port: targetPort, protocol: 'TCP' }],
    endpoints: endpoints.map((node) => ({
      addresses: [family === 'IPv4' ? node.ipv4 : node.ipv6],
      nodeName: node.name,
      conditions: { ready: true, serving: true, terminating: false },
    })),
  }));
  return [service, ...slices];
}
