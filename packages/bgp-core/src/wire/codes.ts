/** Message types (RFC 4271 §4.1, RFC 2918 §3). */
export const MessageType = { open: 1, update: 2, notification: 3, keepalive: 4, routeRefresh: 5 } as const;

/** Path attribute type codes (IANA, BGP Path Attributes). */
export const AttributeCode = {
  origin: 1,
  asPath: 2,
  nextHop: 3,
  multiExitDisc: 4,
  localPref: 5,
  atomicAggregate: 6,
  aggregator: 7,
  communities: 8,
  originatorId: 9,
  clusterList: 10,
  mpReach: 14,
  mpUnreach: 15,
  extendedCommunities: 16,
  as4Path: 17,
  as4Aggregator: 18,
  pmsiTunnel: 22,
  tunnelEncapsulation: 23,
  trafficEngineering: 24,
  ipv6ExtendedCommunities: 25,
  aigp: 26,
  peDistinguisherLabels: 27,
  bgpLs: 29,
  largeCommunities: 32,
  bgpsecPath: 33,
  onlyToCustomer: 35,
  sfp: 37,
  bfdDiscriminator: 38,
  prefixSid: 40,
  attributeSet: 128,
} as const;

/** Bits of the flags octet of a path attribute (RFC 4271 §4.3). */
export const Flag = { optional: 0x80, transitive: 0x40, partial: 0x20, extendedLength: 0x10 } as const;

/** Capability codes (IANA, Capability Codes). */
export const CapabilityCode = {
  multiprotocol: 1,
  routeRefresh: 2,
  extendedNextHop: 5,
  extendedMessage: 6,
  role: 9,
  gracefulRestart: 64,
  fourOctetAs: 65,
  addPath: 69,
  enhancedRouteRefresh: 70,
  longLivedGracefulRestart: 71,
  fqdn: 73,
  softwareVersion: 75,
} as const;
