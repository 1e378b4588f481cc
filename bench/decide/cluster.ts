import { translate } from '@fairlead/k8s-adapter';
import type { Cluster, SourceObject } from '@fairlead/k8s-adapter';

export interface Size {
  readonly services: number;
  readonly nodes: number;
  /** All nodes have a session with each of them. */
  readonly peers: number;
}

/** A cluster of one BGP pool and one layer 2 pool, with five endpoints behind every Service and every tenth of policy Local. */
export function clusterOf(size: Size): Cluster {
  return translate(objectsOf(size)).cluster;
}

export function objectsOf({ services, nodes, peers }: Size): readonly SourceObject[] {
  const contents: object[] = [
    config('IPAddressPool', 'bgp', { addresses: ['10.64.0.0/12'] }),
    config('IPAddressPool', 'l2', { addresses: ['10.80.0.0/12'], autoAssign: false }),
    config('BGPAdvertisement', 'bgp', { ipAddressPools: ['bgp'], communities: ['64500:1'] }),
    config('L2Advertisement', 'l2', { ipAddressPools: ['l2'] }),
  ];
  for (let i = 0; i < peers; i++) {
    const spec = { myASN: 64500, peerASN: 64501 + i, peerAddress: `10.255.0.${i + 1}` };
    contents.push({ ...config('BGPPeer', `peer${i}`, spec), apiVersion: 'metallb.io/v1beta2' });
  }
  for (let i = 0; i < nodes; i++) contents.push(node(i));
  for (let i = 0; i < services; i++) contents.push(service(i), slice(i, nodes));
  return contents.map((content) => ({ content, origin: null }));
}

export function service(i: number): object {
  const annotations = i % 10 === 1 ? { 'metallb.io/address-pool': 'l2' } : {};
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `web-${i}`, namespace: `team-${i % 50}`, annotations },
    spec: {
      type: 'LoadBalancer',
      clusterIPs: [`10.${128 + (i >>> 16)}.${(i >>> 8) & 255}.${i & 255}`],
      externalTrafficPolicy: i % 10 === 0 ? 'Local' : 'Cluster',
      ports: [{ port: 80, protocol: 'TCP' }],
      selector: { app: `web-${i}` },
    },
  };
}

function slice(i: number, nodes: number): object {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `web-${i}-1`,
      namespace: `team-${i % 50}`,
      labels: { 'kubernetes.io/service-name': `web-${i}` },
    },
    endpoints: [0, 1, 2, 3, 4].map((k) => ({
      addresses: [`10.${k}.${(i >>> 8) & 255}.${i & 255}`],
      nodeName: `node-${(i * 7 + k * 13) % nodes}`,
      conditions: { ready: true },
    })),
  };
}

function node(i: number): object {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `node-${i}`, labels: { rack: `r${i % 20}` } },
    status: {
      addresses: [{ type: 'InternalIP', address: `10.80.${i >>> 8}.${i & 255}` }],
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  };
}

function config(kind: string, name: string, spec: object): object {
  return { apiVersion: 'metallb.io/v1beta1', kind, metadata: { name, namespace: 'metallb-system' }, spec };
}
