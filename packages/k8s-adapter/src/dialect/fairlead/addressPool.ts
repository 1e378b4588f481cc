import type { Audience, Pool } from '../../model/pool.ts';
import { rangesOf } from '../address.ts';
import type { Drafts } from '../drafts.ts';
import { plainPool } from '../implied.ts';
import type { KubernetesObject } from '../metadata.ts';
import { ADDRESS_POOL } from './schema/addressPool.ts';
import { readBySchema } from './schema/read.ts';
import type { Value } from './schema/schema.ts';

/** AddressPool fairlead.dev/v1alpha1. */
export function readAddressPool(object: KubernetesObject, drafts: Drafts): void {
  const fields = object.fields.objectOrEmpty('spec');
  const spec = readBySchema(fields, ADDRESS_POOL.spec);
  const value: Pool = {
    ...plainPool(
      object,
      object.name,
      object.report.isSound ? rangesOf(fields, 'addresses', spec.addresses) : [],
    ),
    labels: object.labels,
    autoAssign: spec.autoAssign,
    disabled: spec.disabled,
    avoidBuggyIps: spec.avoidBuggyIPs,
    priority: spec.priority,
    reservedFor: spec.reservedFor === null ? null : audienceOf(spec.reservedFor),
    optIn: spec.optIn === 'OpenELB' ? 'openelb' : null,
    isDefault: spec.fallback,
    isAnnouncedElsewhere: spec.announcedElsewhere,
    whenRemoved: spec.whenRemoved === 'Keep' ? 'keep' : 'move',
    quotas: spec.quotas,
  };
  drafts.pools.push({ value, report: object.report, path: fields.path });
}

function audienceOf({ enforced, ...lists }: NonNullable<Spec['reservedFor']>): Audience {
  return { ...lists, isEnforced: enforced };
}

type Spec = Value<typeof ADDRESS_POOL.spec>;
