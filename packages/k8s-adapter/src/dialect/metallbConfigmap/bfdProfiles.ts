import type { Drafts } from '../drafts.ts';
import type { Fields } from '../fields.ts';
import type { KubernetesObject } from '../metadata.ts';

/** `bfd-profiles`. */
export function readBfdProfiles({ ref, createdAt }: KubernetesObject, config: Fields, drafts: Drafts): void {
  for (const item of config.partsOf('bfd-profiles')) {
    const echoInterval = item.integer('echo-interval', 10, 60000) ?? 50;
    const value = {
      ref,
      createdAt,
      name: item.requiredText('name'),
      receiveInterval: item.integer('receive-interval', 10, 60000) ?? 300,
      transmitInterval: item.integer('transmit-interval', 10, 60000) ?? 300,
      detectMultiplier: item.integer('detect-multiplier', 2, 255) ?? 3,
      echoInterval: item.boolean('echo-mode') === true ? echoInterval : null,
      isPassive: item.boolean('passive-mode') ?? false,
      minimumTtl: item.integer('minimum-ttl', 1, 254),
    };
    item.refuseUnknown();
    drafts.bfdProfiles.push({ value, report: item.report, path: item.path });
  }
}
