import type { Dialect } from '../dialect.ts';
import { readClusterConfiguration, readKubeProxyConfiguration } from './component.ts';
import { readConfigMap } from './configMap.ts';
import { readEndpointSlice } from './endpointSlice.ts';
import { readNode } from './node.ts';
import { readNamespace, readSecret, readServiceCidr } from './others.ts';
import { readService } from './service.ts';

/** The kinds of Kubernetes itself. */
export const core: Dialect = {
  name: 'core',
  groups: [],
  clusterScoped: ['Namespace', 'Node', 'ServiceCIDR'],
  kinds: {
    'v1 Service': readService,
    'v1 Node': readNode,
    'v1 Namespace': readNamespace,
    'v1 Secret': readSecret,
    'v1 ConfigMap': readConfigMap,
    'kubeproxy.config.k8s.io/v1alpha1 KubeProxyConfiguration': ({ fields }, drafts) => {
      readKubeProxyConfiguration(fields, drafts);
    },
    'kubeadm.k8s.io/v1beta3 ClusterConfiguration': ({ fields }, drafts) => {
      readClusterConfiguration(fields, drafts);
    },
    'kubeadm.k8s.io/v1beta4 ClusterConfiguration': ({ fields }, drafts) => {
      readClusterConfiguration(fields, drafts);
    },
    'discovery.k8s.io/v1 EndpointSlice': readEndpointSlice,
    'discovery.k8s.io/v1beta1 EndpointSlice': readEndpointSlice,
    'networking.k8s.io/v1 ServiceCIDR': readServiceCidr,
    'networking.k8s.io/v1beta1 ServiceCIDR': readServiceCidr,
  },
};
