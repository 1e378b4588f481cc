import { parseCommunity } from '../../model/community.ts';
import type { Drafts } from '../drafts.ts';
import type { KubernetesObject } from '../metadata.ts';

/** Community v1beta1: names for communities. */
export function readCommunity(object: KubernetesObject, drafts: Drafts): void {
  const spec = object.fields.objectOrEmpty('spec');
  for (const item of spec.objects('communities')) {
    const name = item.requiredText('name');
    const value = item.requiredText('value');
    const community = parseCommunity(value);
    item.warnOfUnknown();
    if (community !== null && community.kind !== 'extended') {
      drafts.communityAliases.push({ name, community, report: object.report, field: item.at('name') });
    } else if (value !== '') {
      item.invalid('value', value, `is "${value}", but must be a community like 65000:100 or large:1:2:3`);
    }
  }
  spec.warnOfUnknown();
}
