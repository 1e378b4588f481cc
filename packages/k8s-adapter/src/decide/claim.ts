import type { ObjectKey } from '../model/object.ts';
import type { AddressClaim } from '../model/pool.ts';
import type { Service } from '../model/service.ts';

/** The key of an AddressClaim, which is never that of a Service. */
export function claimKey(namespace: string, name: string): ObjectKey {
  return `claim ${namespace}/${name}`;
}

/** The claim as a Service that asks for the same addresses, so that both go by the same rules. */
export function asService(claim: AddressClaim): Service {
  const { ref, createdAt, namespace, name, families, pools, addresses, assigned } = claim;
  return {
    ref,
    createdAt,
    key: claimKey(namespace, name),
    namespace,
    name,
    labels: {},
    type: 'LoadBalancer',
    loadBalancerClass: null,
    isHeadless: false,
    families,
    familyPolicy: families.length > 1 ? 'require' : 'single',
    ports: [],
    externalTrafficPolicy: 'Cluster',
    backend: '',
    request: { addresses, pools, claim: name, count: 1, defect: null },
    sharing: null,
    optIn: null,
    assigned: { addresses: assigned, pool: null },
  };
}
