import type { Drafts } from '../drafts.ts';
import type { Fields } from '../fields.ts';

/** KubeProxyConfiguration kubeproxy.config.k8s.io/v1alpha1. */
export function readKubeProxyConfiguration(fields: Fields, drafts: Drafts): void {
  const ipvs = fields.objectOrEmpty('ipvs');
  drafts.kubeProxies.push({
    mode: fields.text('mode') ?? 'iptables',
    hasStrictArp: ipvs.boolean('strictARP') ?? false,
    report: fields.report,
    field: ipvs.has('strictARP') ? ipvs.at('strictARP') : fields.at('mode'),
  });
}

/** ClusterConfiguration kubeadm.k8s.io: the ranges of ClusterIPs. */
export function readClusterConfiguration(fields: Fields, drafts: Drafts): void {
  const subnets = fields.objectOrEmpty('networking').text('serviceSubnet');
  if (subnets !== null) drafts.serviceCidrs.push(...subnets.split(','));
}
