import { objectKey } from '../../model/object.ts';
import type { Draft } from '../drafts.ts';
import type { Sound } from './sound.ts';

/** Pools and claims that Services and claims ask for and that nothing has, where there is any. */
export function hintAtRequests({ cluster, services, claims }: Sound): void {
  const pools = new Set(cluster.config.pools.map(({ name }) => name));
  const known = new Set(cluster.config.claims.map(({ key }) => key));
  const lookForPools = ({ report }: Draft<unknown>, names: readonly string[], field: string): void => {
    for (const name of names) {
      if (pools.size === 0 || pools.has(name)) continue;
      const message = `asks for pool "${name}", but there is no sound pool of that name`;
      report.warning('unknownReference', field, name, message);
    }
  };
  for (const draft of claims) lookForPools(draft, draft.value.pools, `${draft.path}.pools`);
  for (const draft of services) {
    const { namespace, request, type } = draft.value;
    if (type !== 'LoadBalancer') continue;
    lookForPools(draft, request.pools, 'metadata.annotations');
    const { claim } = request;
    if (claim === null || known.has(objectKey(namespace, claim))) continue;
    const message = `asks for AddressClaim "${claim}", but there is no sound one in its namespace`;
    draft.report.warning('unknownReference', 'metadata.annotations', claim, message);
  }
}
