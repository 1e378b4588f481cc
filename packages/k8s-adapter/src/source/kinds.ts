import { GROUP, KINDS, VERSION } from '../dialect/fairlead/index.ts';
import type { Resource } from '../k8s/resource.ts';
import type { Following } from './kubernetes.ts';

/** Kinds of Kubernetes itself that decisions are made from. */
const CLUSTER_KINDS: readonly Following[] = [
  following('', 'v1', 'services', 'Service', true),
  following('', 'v1', 'nodes', 'Node', false),
  following('', 'v1', 'namespaces', 'Namespace', false),
  following('discovery.k8s.io', 'v1', 'endpointslices', 'EndpointSlice', true),
];

/** Kinds that configure Fairlead; those that a cluster does not have are taken as empty. */
const CONFIG_KINDS: readonly Following[] = [
  ...KINDS.filter(({ kind }) => kind !== 'Speaker').map(({ plural, kind, namespaced }) =>
    following(GROUP, VERSION, plural, kind, namespaced),
  ),
  following('metallb.io', 'v1beta1', 'ipaddresspools', 'IPAddressPool', true),
  following('metallb.io', 'v1beta1', 'addresspools', 'AddressPool', true, ['v1alpha1']),
  following('metallb.io', 'v1beta2', 'bgppeers', 'BGPPeer', true, ['v1beta1']),
  following('metallb.io', 'v1beta1', 'bgpadvertisements', 'BGPAdvertisement', true),
  following('metallb.io', 'v1beta1', 'l2advertisements', 'L2Advertisement', true),
  following('metallb.io', 'v1beta1', 'bfdprofiles', 'BFDProfile', true),
  following('metallb.io', 'v1beta1', 'communities', 'Community', true),
  following('network.kubesphere.io', 'v1alpha2', 'eips', 'Eip', false, ['v1alpha1']),
  following('network.kubesphere.io', 'v1alpha2', 'bgpconfs', 'BgpConf', false, ['v1alpha1']),
  following('network.kubesphere.io', 'v1alpha2', 'bgppeers', 'BgpPeer', false, ['v1alpha1']),
];

const CONFIG_MAP: Resource = {
  group: '',
  version: 'v1',
  plural: 'configmaps',
  kind: 'ConfigMap',
  namespaced: true,
};

/** ConfigMaps that say something: that of MetalLB before 0.13, and those of the cluster itself. */
const CONFIG_MAPS: readonly Following[] = [
  configMap('metallb-system', 'config'),
  configMap('kube-system', 'kube-proxy'),
  configMap('kube-system', 'kubeadm-config'),
];

/** Everything that is followed in a cluster. */
export const FOLLOWINGS: readonly Following[] = [...CLUSTER_KINDS, ...CONFIG_KINDS, ...CONFIG_MAPS];

function following(
  group: string,
  version: string,
  plural: string,
  kind: string,
  namespaced: boolean,
  olderVersions: readonly string[] = [],
): Following {
  return { resource: { group, version, plural, kind, namespaced }, olderVersions };
}

function configMap(namespace: string, name: string): Following {
  return {
    resource: CONFIG_MAP,
    options: { namespace, fieldSelector: `metadata.name=${name}` },
  };
}
