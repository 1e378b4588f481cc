/** Why octets are no frame that this library knows (RFC 826, RFC 4861 §7.1); a closed list. */
export type Malformed = (typeof MALFORMED)[number];

export const MALFORMED = [
  'truncated',
  'otherEtherType',
  'arpHardwareType',
  'arpProtocolType',
  'arpAddressLength',
  'arpOperation',
  'ipv6Version',
  'notIcmpv6',
  'notNeighborDiscovery',
  'hopLimit',
  'checksum',
  'icmpv6Code',
  'multicastTarget',
  'optionLength',
  'linkLayerAddressFromUnspecified',
  'unspecifiedToOtherThanSolicitedNode',
  'solicitedToMulticast',
] as const;
