import type { Drafts } from '../drafts.ts';
import { readEmbedded } from '../embedded.ts';
import type { KubernetesObject } from '../metadata.ts';
import { readAliases } from './aliases.ts';
import { readBfdProfiles } from './bfdProfiles.ts';
import { readPeers } from './peers.ts';
import { readPools } from './pools.ts';

/** Whether the ConfigMap configures MetalLB 0.8 to 0.12. */
export function isMetallbConfig({ fields, name }: KubernetesObject): boolean {
  const text = fields.objectOrEmpty('data').text('config');
  return text !== null && (name === 'config' || /^(?:address-pools|peers|bgp-communities):/m.test(text));
}

/** The key `config` of the ConfigMap of MetalLB 0.8 to 0.12; like there, an unknown key is an error. */
export function readMetallbConfig(object: KubernetesObject, drafts: Drafts): void {
  const data = object.fields.objectOrEmpty('data');
  const config = readEmbedded(data.text('config') ?? '', data.at('config'), object.report);
  if (config === null) return;
  readAliases(object, config, drafts);
  readBfdProfiles(object, config, drafts);
  readPeers(object, config, drafts);
  readPools(object, config, drafts);
  config.refuseUnknown();
  const message = 'is the retired ConfigMap format, which works; fairlead convert writes its successors';
  object.report.note('deprecated', data.at('config'), null, message);
}
