import { addressToBytes, isIpv4, macFromBytes } from '@fairlead/inet';
import type { IpAddress, MacAddress } from '@fairlead/inet';

/** The virtual router MAC of RFC 9568 §7.3 for an identifier of 1 to 255, one per segment and family. */
export function vrrpMac(family: 'ipv4' | 'ipv6', virtualRouterId: number): MacAddress {
  if (!Number.isInteger(virtualRouterId) || virtualRouterId < 1 || virtualRouterId > 255) {
    throw new RangeError(`a virtual router identifier is 1 to 255, not ${virtualRouterId}`);
  }
  return macFromBytes(Uint8Array.of(0, 0, 0x5e, 0, family === 'ipv4' ? 1 : 2, virtualRouterId));
}

/** A locally administered MAC address that follows from an address alone, so every host finds the same. */
export function derivedMac(address: IpAddress): MacAddress {
  const octets = addressToBytes(address);
  const prefix = isIpv4(address) ? 0x0a : 0x0e;
  if (octets.length === 4) return macFromBytes(Uint8Array.of(prefix, 0xf1, ...octets));
  return macFromBytes(Uint8Array.of(prefix, ...folded(octets)));
}

/** FNV-1a (64 bits, the lowest 40 kept), as 16 octets do not fit. */
function folded(octets: Uint8Array): readonly number[] {
  let hash = 0xcbf29ce484222325n;
  for (const octet of octets) hash = ((hash ^ BigInt(octet)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return [32n, 24n, 16n, 8n, 0n].map((shift) => Number((hash >> shift) & 0xffn));
}
