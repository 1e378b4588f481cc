import type { FieldNames } from '../drafts.ts';

/** What BGPAdvertisement and L2Advertisement call their fields. */
export const FIELD_NAMES: FieldNames = {
  pools: 'ipAddressPools',
  poolSelectors: 'ipAddressPoolSelectors',
  peers: 'peers',
  nodeSelectors: 'nodeSelectors',
  aggregationLength: 'aggregationLength',
  aggregationLengthV6: 'aggregationLengthV6',
  localPref: 'localPref',
  prepend: 'asPathPrepend',
  med: 'med',
};
