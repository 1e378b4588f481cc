import fc from 'fast-check';
import { label, maybe, object, poolNames } from './anyObject.ts';
import type { AnyObject } from './anyObject.ts';

/** A Service that asks for something by the annotations of one product. */
export const service = (name: string): fc.Arbitrary<AnyObject> =>
  fc
    .record({
      namespace: fc.constantFrom('default', 'shop'),
      rack: maybe(label),
      address: maybe(fc.constantFrom('192.0.0.3', '192.0.1.4', '192.0.2.101')),
      pool: maybe(fc.constantFrom(...poolNames, 'old')),
      sharing: maybe(fc.constantFrom('k', 'l')),
      prefix: fc.constantFrom('metallb.io', 'metallb.universe.tf', 'fairlead.dev'),
      optIn: fc.boolean(),
      policy: maybe(fc.constantFrom('PreferDualStack', 'RequireDualStack')),
      local: fc.boolean(),
      port: fc.integer({ min: 80, max: 82 }),
    })
    .map(({ namespace, rack, address, pool, sharing, prefix, optIn, policy, local, port }) => {
      const [addresses, pools, key] =
        prefix === 'fairlead.dev'
          ? ['addresses', 'pools', 'sharing-key']
          : ['loadBalancerIPs', 'address-pool', 'allow-shared-ip'];
      const annotations = {
        [`${prefix}/${addresses}`]: address,
        [`${prefix}/${pools}`]: pool,
        [`${prefix}/${key}`]: sharing,
        ...(optIn && { 'lb.kubesphere.io/v1alpha1': 'openelb' }),
      };
      const labels = rack === undefined ? {} : { rack };
      const spec = {
        type: 'LoadBalancer',
        ports: [{ port }],
        ipFamilyPolicy: policy,
        externalTrafficPolicy: local ? 'Local' : 'Cluster',
      };
      return object('v1', 'Service', name, spec, { namespace, labels, annotations });
    });
