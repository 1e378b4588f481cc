import type { BgpAdvertisement } from '../../model/advertisement.ts';
import { NO_ATTRIBUTES } from '../drafts.ts';
import type { BgpAdvertisementDraft, Drafts } from '../drafts.ts';
import type { Fields } from '../fields.ts';
import type { KubernetesObject } from '../metadata.ts';
import { readNames, readSelection } from '../names.ts';
import { readSelectors } from '../selector.ts';

/** BGPAdvertisement v1beta1. Without a spec it advertises every pool to every peer. */
export function readBgpAdvertisement(object: KubernetesObject, drafts: Drafts): void {
  const spec = object.fields.objectOrEmpty('spec');
  const value: BgpAdvertisement = {
    kind: 'bgp',
    ref: object.ref,
    createdAt: object.createdAt,
    name: object.name,
    pools: readSelection(spec, 'ipAddressPools', 'ipAddressPoolSelectors'),
    serviceSelectors: readSelectors(spec, 'serviceSelectors'),
    namespaces: [],
    nodeSelectors: readSelectors(spec, 'nodeSelectors'),
    peers: { names: readNames(spec, 'peers'), selectors: [] },
    aggregationLength: {
      ipv4: spec.integer('aggregationLength', 1, 32) ?? 32,
      ipv6: spec.integer('aggregationLengthV6', 1, 128) ?? 128,
    },
    attributes: {
      ...NO_ATTRIBUTES,
      localPref: spec.positive('localPref', 0xffffffff),
      prepend: spec.integer('asPathPrepend', 0, 10) ?? 0,
    },
    nextHops: 'self',
    bandwidthPerEndpoint: null,
  };
  refuseAggregationOfSome(spec, value);
  const communities = readCommunityTexts(spec, 'communities');
  spec.warnOfUnknown();
  drafts.bgpAdvertisements.push({
    value,
    communities,
    knowsNames: false,
    report: object.report,
    path: spec.path,
  });
}

/** Reads communities and names of communities, each at most once. */
export function readCommunityTexts(fields: Fields, name: string): BgpAdvertisementDraft['communities'] {
  return readNames(fields, name).map((text, index) => ({ text, field: `${fields.at(name)}[${index}]` }));
}

/** An aggregate would announce the addresses of all Services, and not just of those that are selected. */
function refuseAggregationOfSome(
  spec: Fields,
  { serviceSelectors, aggregationLength }: BgpAdvertisement,
): void {
  if (serviceSelectors.length === 0 || (aggregationLength.ipv4 === 32 && aggregationLength.ipv6 === 128))
    return;
  spec.report.error(
    'conflict',
    spec.at('serviceSelectors'),
    null,
    'excludes an aggregation length below 32 or 128',
  );
}
