import { GROUP, KINDS, VERSION } from '../dialect/fairlead/index.ts';
import type { Resource } from '../k8s/resource.ts';
import type { Following } from './kubernetes.ts';

/** What speakers report; only the controller reads it. */
export const SPEAKERS: Resource = {
  group: GROUP,
  version: VERSION,
  plural: 'speakers',
  kind: 'Speaker',
  namespaced: false,
};

/** With these MetalLB says what it does; written where the cluster has them. */
export const SERVICE_L2_STATUSES: Resource = metallbKind('servicel2statuses', 'ServiceL2Status');
export const SERVICE_BGP_STATUSES: Resource = metallbKind('servicebgpstatuses', 'ServiceBGPStatus');
export const CONFIGURATION_STATES: Resource = metallbKind('configurationstates', 'ConfigurationState');

/** Kinds of Kubernetes itself that decisions are made from. */
const CLUSTER_KINDS: readonly Following[] = [
  following('', 'v1', 'services', 'Service', true),
  following('', 'v1', 'nodes', 'Node', false),
  following('', 'v1', 'namespaces', 'Namespace', false),
  following('discovery.k8s.io', 'v1', 'endpointslices', 'EndpointSlice', true),
];

/** Kinds that configure Fairlead; those that a cluster does not have are taken as empty. */
const CONFIG_KINDS: readonly Following[] = [
  ...KINDS.filter(({ kind }) => kind !== SPEAKERS.kind).map(({ plural, kind, namespaced }) =>
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

/** The kinds that configure Fairlead, in the versions that are read first. */
export const CONFIG_RESOURCES: readonly Resource[] = CONFIG_KINDS.map(({ resource }) => resource);

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

/** What the controller follows besides, to sum up what speakers report. */
export const CONTROLLER_FOLLOWINGS: readonly Following[] = [...FOLLOWINGS, { resource: SPEAKERS }];

function following(
  group: string,
  version: string,
  plural: string,
  kind: string,
  namespaced: boolean,
  olderVersions: readonly string[] = [],
): Following {
  return { resource: { group, version, plural, kind, namespaced }, options: { olderVersions } };
}

function metallbKind(plural: string, kind: string): Resource {
  return { group: 'metallb.io', version: 'v1beta1', plural, kind, namespaced: true };
}

function configMap(namespace: string, name: string): Following {
  return {
    resource: CONFIG_MAP,
    options: { namespace, fieldSelector: `metadata.name=${name}` },
  };
}
