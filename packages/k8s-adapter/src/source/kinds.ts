import { GROUP, KINDS, VERSION } from '../dialect/fairlead/index.ts';
import type { Resource } from '../k8s/resource.ts';

/** Kinds of Kubernetes itself that decisions are made from. */
export const CLUSTER_KINDS: readonly Resource[] = [
  { group: '', version: 'v1', plural: 'services', kind: 'Service', namespaced: true },
  { group: '', version: 'v1', plural: 'nodes', kind: 'Node', namespaced: false },
  { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', namespaced: false },
  {
    group: 'discovery.k8s.io',
    version: 'v1',
    plural: 'endpointslices',
    kind: 'EndpointSlice',
    namespaced: true,
  },
];

/** Kinds that configure Fairlead; those that a cluster does not have are taken as empty. */
export const CONFIG_KINDS: readonly Resource[] = [
  metallb('v1beta1', 'ipaddresspools', 'IPAddressPool'),
  metallb('v1beta2', 'bgppeers', 'BGPPeer'),
  metallb('v1beta1', 'bgpadvertisements', 'BGPAdvertisement'),
  metallb('v1beta1', 'l2advertisements', 'L2Advertisement'),
  metallb('v1beta1', 'bfdprofiles', 'BFDProfile'),
  metallb('v1beta1', 'communities', 'Community'),
  ...KINDS.filter(({ kind }) => kind !== 'Speaker').map(({ plural, kind, namespaced }) => ({
    group: GROUP,
    version: VERSION,
    plural,
    kind,
    namespaced,
  })),
];

function metallb(version: string, plural: string, kind: string): Resource {
  return { group: 'metallb.io', version, plural, kind, namespaced: true };
}
