import type { Audience, Pool } from '../../model/pool.ts';
import { readRanges } from '../address.ts';
import type { Drafts } from '../drafts.ts';
import type { Fields } from '../fields.ts';
import { plainPool } from '../implied.ts';
import { readNames } from '../names.ts';
import type { KubernetesObject } from '../metadata.ts';
import { readSelectors } from '../selector.ts';

/** IPAddressPool v1beta1. */
export function readIpAddressPool(object: KubernetesObject, drafts: Drafts): void {
  const spec = object.fields.object('spec');
  if (spec === null) {
    object.fields.missing('spec');
    return;
  }
  const allocation = spec.object('serviceAllocation');
  const value: Pool = {
    ...plainPool(object, object.name, readRanges(spec, 'addresses')),
    labels: object.labels,
    autoAssign: spec.boolean('autoAssign') ?? true,
    avoidBuggyIps: spec.boolean('avoidBuggyIPs') ?? false,
    priority: allocation === null ? null : readPriority(allocation),
    reservedFor: allocation === null ? null : readAudience(allocation),
  };
  spec.warnOfUnknown();
  drafts.pools.push({ value, report: object.report, path: spec.path });
}

/** 0 is the last, as if it were absent. */
function readPriority(allocation: Fields): number | null {
  const priority = allocation.integer('priority', -(2 ** 31), 2 ** 31 - 1) ?? 0;
  return priority === 0 ? null : priority;
}

function readAudience(allocation: Fields): Audience {
  const audience = {
    namespaces: readNames(allocation, 'namespaces'),
    namespaceSelectors: readSelectors(allocation, 'namespaceSelectors'),
    serviceSelectors: readSelectors(allocation, 'serviceSelectors'),
    isEnforced: true,
  };
  allocation.warnOfUnknown();
  return audience;
}
