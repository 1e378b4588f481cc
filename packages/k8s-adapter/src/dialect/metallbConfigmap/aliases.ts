import { parseCommunity } from '../../model/community.ts';
import type { Drafts } from '../drafts.ts';
import type { Fields } from '../fields.ts';
import type { KubernetesObject } from '../metadata.ts';

/** `bgp-communities`: names for communities. */
export function readAliases({ report }: KubernetesObject, config: Fields, drafts: Drafts): void {
  const aliases = config.objectOrEmpty('bgp-communities').apart();
  for (const name of aliases.names()) {
    const value = aliases.text(name) ?? '';
    const community = parseCommunity(value);
    if (community !== null && community.kind !== 'extended')
      drafts.communityAliases.push({ name, community, report, field: aliases.at(name) });
    else aliases.invalid(name, value, `is "${value}", but must be a community like 65000:100`);
  }
}
