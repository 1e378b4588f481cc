/** The annotations of a Service that are read; of several names for one thing the first one counts. */
export const ANNOTATIONS = {
  addresses: ['fairlead.dev/addresses', 'metallb.io/loadBalancerIPs', 'metallb.universe.tf/loadBalancerIPs'],
  pools: ['fairlead.dev/pools', 'metallb.io/address-pool', 'metallb.universe.tf/address-pool'],
  sharingKey: [
    'fairlead.dev/sharing-key',
    'metallb.io/allow-shared-ip',
    'metallb.universe.tf/allow-shared-ip',
  ],
  allocatedFrom: [
    'fairlead.dev/allocated-from',
    'metallb.io/ip-allocated-from-pool',
    'metallb.universe.tf/ip-allocated-from-pool',
  ],
  claim: 'fairlead.dev/claim',
  count: 'fairlead.dev/address-count',
} as const;

/** The annotations of OpenELB, and their names from when it was Porter. */
export const OPENELB = {
  optIn: 'lb.kubesphere.io/v1alpha1',
  products: ['openelb', 'porter'],
  pool: ['eip.openelb.kubesphere.io/v1alpha2', 'eip.porter.kubesphere.io/v1alpha2'],
  address: ['eip.openelb.kubesphere.io/v1alpha1', 'eip.porter.kubesphere.io/v1alpha1'],
  nodeProxy: 'node-proxy.openelb.kubesphere.io/type',
  protocol: ['protocol.openelb.kubesphere.io/v1alpha1', 'protocol.porter.kubesphere.io/v1alpha1'],
} as const;
