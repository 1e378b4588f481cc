import type { ToolName } from '../../lab/index.ts';

/** What a scenario with traffic needs. */
export const FABRIC_TOOLS: readonly ToolName[] = [
  'namespaces',
  'frr',
  'nftables',
  'etcd',
  'kube-apiserver',
  'kube-proxy',
  'metallb-definitions',
];
