import type { BgpAdvertisementDraft, Drafts } from '../drafts.ts';
import { readRanges } from '../address.ts';
import { NO_ATTRIBUTES } from '../drafts.ts';
import { readElection } from '../election.ts';
import type { Fields } from '../fields.ts';
import { impliedBgp, impliedL2, plainPool } from '../implied.ts';
import type { KubernetesObject } from '../metadata.ts';
import { readCommunityTexts } from '../names.ts';

/** AddressPool v1alpha1 and v1beta1: a pool that says itself how it is advertised. */
export function readAddressPool(object: KubernetesObject, drafts: Drafts): void {
  const spec = object.fields.object('spec');
  if (spec === null) {
    object.fields.missing('spec');
    return;
  }
  const { report, name } = object;
  const { path } = spec;
  const pool = plainPool(object, name, readRanges(spec, 'addresses'));
  const autoAssign = spec.boolean('autoAssign') ?? true;
  drafts.pools.push({ value: { ...pool, labels: object.labels, autoAssign }, report, path });
  const advertisements = spec.objects('bgpAdvertisements');
  const protocol = spec.oneOf('protocol', PROTOCOLS);
  if (protocol === 'bgp') drafts.bgpAdvertisements.push(...readBgp(object, advertisements, path));
  else if (protocol === 'layer2')
    drafts.l2Advertisements.push({
      value: { ...impliedL2(object, name), election: readElection(object) },
      names: null,
      report,
      path,
    });
  else if (!spec.has('protocol')) spec.missing('protocol', 'layer2 or bgp');
  if (protocol === 'layer2' && advertisements.length > 0) {
    report.error(
      'conflict',
      spec.at('bgpAdvertisements'),
      null,
      'is for protocol bgp, but the pool is of layer2',
    );
  }
  spec.warnOfUnknown();
  report.note(
    'deprecated',
    '',
    null,
    'is of a retired kind, which works; fairlead convert writes its successors',
  );
}

function readBgp(
  object: KubernetesObject,
  advertisements: readonly Fields[],
  path: string,
): readonly BgpAdvertisementDraft[] {
  const implied = impliedBgp(object, object.name);
  const shared = { knowsNames: false, names: null, report: object.report };
  if (advertisements.length === 0) return [{ ...shared, value: implied, communities: [], path }];
  return advertisements.map((item) => {
    const communities = readCommunityTexts(item, 'communities');
    const aggregationLength = {
      ipv4: item.integer('aggregationLength', 1, 32) ?? 32,
      ipv6: item.integer('aggregationLengthV6', 1, 128) ?? 128,
    };
    const attributes = { ...NO_ATTRIBUTES, localPref: item.positive('localPref', 0xffffffff) };
    item.warnOfUnknown();
    return { ...shared, value: { ...implied, aggregationLength, attributes }, communities, path: item.path };
  });
}

const PROTOCOLS = ['layer2', 'bgp'] as const;
