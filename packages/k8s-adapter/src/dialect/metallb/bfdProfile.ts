import type { BfdProfile } from '../../model/peer.ts';
import type { Drafts } from '../drafts.ts';
import type { KubernetesObject } from '../metadata.ts';

/** BFDProfile v1beta1. */
export function readBfdProfile(object: KubernetesObject, drafts: Drafts): void {
  const spec = object.fields.objectOrEmpty('spec');
  const echoInterval = spec.integer('echoInterval', 10, 60000) ?? 50;
  const value: BfdProfile = {
    ref: object.ref,
    createdAt: object.createdAt,
    name: object.name,
    receiveInterval: spec.integer('receiveInterval', 10, 60000) ?? 300,
    transmitInterval: spec.integer('transmitInterval', 10, 60000) ?? 300,
    detectMultiplier: spec.integer('detectMultiplier', 2, 255) ?? 3,
    echoInterval: spec.boolean('echoMode') === true ? echoInterval : null,
    isPassive: spec.boolean('passiveMode') ?? false,
    minimumTtl: spec.integer('minimumTtl', 1, 254),
  };
  spec.warnOfUnknown();
  drafts.bfdProfiles.push({ value, report: object.report, path: spec.path });
}
