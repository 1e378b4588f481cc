export {
  ADDRESS_BITS,
  addressFromBigInt,
  addressFromBytes,
  addressToBigInt,
  addressToBytes,
  compareAddresses,
  familyOf,
  ipv4FromNumber,
  ipv4ToNumber,
  ipv6FromBigInt,
  isIpv4,
  isIpv6,
  isLinkLocal,
  isLoopback,
  isMulticast,
  isUnspecified,
  parseIpAddress,
  parseIpv4,
  parseIpv6,
} from './address.ts';
export type { IpAddress, IpFamily, Ipv4, Ipv6 } from './address.ts';
export { AS_TRANS, asn, isAsn } from './asn.ts';
export type { Asn } from './asn.ts';
export type { Brand } from './brand.ts';
export { internetChecksum, ipv6Checksum } from './checksum.ts';
export {
  BROADCAST,
  NO_MAC,
  isGroupMac,
  macFromBytes,
  macFromNumber,
  macToBytes,
  macToNumber,
  parseMac,
} from './mac.ts';
export type { MacAddress } from './mac.ts';
export {
  comparePrefixes,
  firstAddress,
  hostPrefix,
  ipv4Prefix,
  ipv6Prefix,
  isHostPrefix,
  lastAddress,
  parseMaskedPrefix,
  parsePrefix,
  prefixAddress,
  prefixContains,
  prefixCovers,
  prefixFamily,
  prefixLength,
  prefixOf,
  prefixesOverlap,
} from './prefix.ts';
export type { Prefix } from './prefix.ts';
export {
  formatRange,
  parseRange,
  rangeContains,
  rangeOfPrefix,
  rangePrefixes,
  rangeSize,
  rangesOverlap,
} from './range.ts';
export type { AddressRange } from './range.ts';
export { OutOfBounds, Reader } from './reader.ts';
export { failure, ok, unreachable } from './result.ts';
export type { Result } from './result.ts';
export { parseRouterId, routerId, routerIdFromNumber, routerIdToNumber } from './routerId.ts';
export type { RouterId } from './routerId.ts';
export { after, earliest, isDue, millis, seconds, toMillis } from './time.ts';
export type { Millis, Seconds } from './time.ts';
export { Writer } from './writer.ts';
