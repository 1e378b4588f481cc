import { addressToBytes } from './address.ts';
import type { Ipv6 } from './address.ts';

/** The Internet checksum (RFC 1071) of the octets, and of `initial` words before them; 0 over octets that carry their own. */
export function internetChecksum(bytes: Uint8Array, initial = 0): number {
  return folded(initial + sumOfWords(bytes));
}

/** The checksum of an upper-layer packet with the IPv6 pseudo-header (RFC 8200 §8.1). */
export function ipv6Checksum(
  source: Ipv6,
  destination: Ipv6,
  nextHeader: number,
  payload: Uint8Array,
): number {
  const addresses = sumOfWords(addressToBytes(source)) + sumOfWords(addressToBytes(destination));
  const length = (payload.length >>> 16) + (payload.length & 0xffff);
  return folded(addresses + length + nextHeader + sumOfWords(payload));
}

function sumOfWords(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0);
  return sum;
}

function folded(sum: number): number {
  let rest = sum;
  while (rest > 0xffff) rest = Math.floor(rest / 0x10000) + (rest & 0xffff);
  return ~rest & 0xffff;
}
