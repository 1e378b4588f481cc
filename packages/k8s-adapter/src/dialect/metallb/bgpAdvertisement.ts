import type { BgpAdvertisement } from '../../model/advertisement.ts';
import { NO_ATTRIBUTES } from '../drafts.ts';
import type { Drafts } from '../drafts.ts';
import type { Fields } from '../fields.ts';
import type { KubernetesObject } from '../metadata.ts';
import { FIELD_NAMES } from './fieldNames.ts';
import { readCommunityTexts, readNames, readSelection } from '../names.ts';
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
    nextHops: { kind: 'self' },
    bandwidthPerEndpoint: null,
  };
  refuseAggregationOfSome(spec, value);
  const communities = readCommunityTexts(spec, 'communities');
  spec.warnOfUnknown();
  drafts.bgpAdvertisements.push({
    value,
    communities,
    knowsNames: false,
    names: FIELD_NAMES,
    report: object.report,
    path: spec.path,
  });
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
