import { readRanges } from '../address.ts';
import { NO_ATTRIBUTES } from '../drafts.ts';
import type { BgpAdvertisementDraft, Drafts } from '../drafts.ts';
import type { Fields } from '../fields.ts';
import { impliedBgp, impliedL2, plainPool } from '../implied.ts';
import type { KubernetesObject } from '../metadata.ts';
import { readCommunityTexts } from '../names.ts';

/** `address-pools`: each says itself how it is advertised. */
export function readPools(object: KubernetesObject, config: Fields, drafts: Drafts): void {
  for (const item of config.partsOf('address-pools')) {
    const { report, path } = item;
    const name = item.requiredText('name');
    const protocol = item.oneOf('protocol', PROTOCOLS);
    const pool = {
      ...plainPool(object, name, readRanges(item, 'addresses')),
      autoAssign: item.boolean('auto-assign') ?? true,
      avoidBuggyIps: item.boolean('avoid-buggy-ips') ?? false,
    };
    drafts.pools.push({ value: pool, report, path });
    const advertisements = item.objects('bgp-advertisements');
    if (protocol === 'bgp') drafts.bgpAdvertisements.push(...readBgp(object, name, item, advertisements));
    else if (protocol === 'layer2')
      drafts.l2Advertisements.push({ value: impliedL2(object, name), names: null, report, path });
    else if (!item.has('protocol')) item.missing('protocol', 'layer2 or bgp');
    if (protocol === 'layer2' && advertisements.length > 0) {
      report.error(
        'conflict',
        item.at('bgp-advertisements'),
        null,
        'is for protocol bgp, but the pool is of layer2',
      );
    }
    item.refuseUnknown();
  }
}

function readBgp(
  object: KubernetesObject,
  pool: string,
  { report, path }: Fields,
  advertisements: readonly Fields[],
): readonly BgpAdvertisementDraft[] {
  const implied = impliedBgp(object, pool);
  if (advertisements.length === 0)
    return [{ value: implied, communities: [], knowsNames: false, names: null, report, path }];
  return advertisements.map((item) => {
    const communities = readCommunityTexts(item, 'communities');
    const aggregationLength = {
      ipv4: item.integer('aggregation-length', 1, 32) ?? 32,
      ipv6: item.integer('aggregation-length-v6', 1, 128) ?? 128,
    };
    const attributes = { ...NO_ATTRIBUTES, localPref: item.positive('localpref', 0xffffffff) };
    item.refuseUnknown();
    const value = { ...implied, aggregationLength, attributes };
    return { value, communities, knowsNames: false, names: null, report, path: item.path };
  });
}

const PROTOCOLS = ['layer2', 'bgp'] as const;
