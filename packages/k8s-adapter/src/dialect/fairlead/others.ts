import { parseIpAddress } from '@fairlead/inet';
import type { IpAddress } from '@fairlead/inet';
import { objectKey } from '../../model/object.ts';
import type { Drafts } from '../drafts.ts';
import type { KubernetesObject } from '../metadata.ts';
import { familyCalled } from './bgpPeer.ts';
import { ADDRESS_CLAIM, BFD_PROFILE } from './schema/others.ts';
import { readBySchema } from './schema/read.ts';

/** BfdProfile fairlead.dev/v1alpha1. */
export function readBfdProfile(object: KubernetesObject, drafts: Drafts): void {
  const fields = object.fields.objectOrEmpty('spec');
  const { passive, minimumTtl, ...times } = readBySchema(fields, BFD_PROFILE.spec);
  const { ref, createdAt, name, report } = object;
  const value = { ref, createdAt, name, ...times, isPassive: passive, minimumTtl };
  drafts.bfdProfiles.push({ value, report, path: fields.path });
}

/** AddressClaim fairlead.dev/v1alpha1. */
export function readAddressClaim(object: KubernetesObject, drafts: Drafts): void {
  const fields = object.fields.objectOrEmpty('spec');
  const { pools, addresses, families } = readBySchema(fields, ADDRESS_CLAIM.spec);
  const { addresses: held } = readBySchema(
    object.fields.objectOrEmpty('status').apart(),
    ADDRESS_CLAIM.status,
  );
  const { ref, createdAt, namespace, name, report } = object;
  const value = {
    ref,
    createdAt,
    key: objectKey(namespace, name),
    namespace,
    name,
    families: families.map(familyCalled),
    pools,
    addresses: addressesIn(addresses),
    assigned: addressesIn(held),
  };
  drafts.claims.push({ value, report, path: fields.path });
}

function addressesIn(texts: readonly string[]): readonly IpAddress[] {
  return texts.flatMap((text) => parseIpAddress(text) ?? []);
}
