import { addressFromBytes, addressToBytes, isIpv4, isIpv6 } from '@fairlead/inet';
import type { UnicastFamily } from '../../family.ts';
import type { NextHop } from '../../message.ts';

// IPv4         4 octets
// IPv6        16 octets
// link-local  16 octets more, on a shared link (RFC 2545 §3)

/** Reads a next hop whose length was checked. */
export function readNextHop(octets: Uint8Array, start: number, end: number): NextHop {
  if (end - start <= IPV6) return { address: addressFromBytes(octets.subarray(start, end)) };
  const address = addressFromBytes(octets.subarray(start, start + IPV6));
  const linkLocal = addressFromBytes(octets.subarray(start + IPV6, end));
  return isIpv6(linkLocal) ? { address, linkLocal } : { address };
}

/** The octets of a next hop; throws `RangeError` for one that routes of the family cannot have. */
export function nextHopOctets(
  { address, linkLocal }: NextHop,
  family: UnicastFamily,
  field: string,
): Uint8Array {
  if (family === 'ipv6/unicast' && !isIpv6(address)) {
    throw new RangeError(`${field}.address is an IPv6 address for ${family}, not ${address}`);
  }
  if (linkLocal === undefined) return addressToBytes(address);
  if (isIpv4(address))
    throw new RangeError(`${field}.linkLocal stands beside an IPv6 address only, not ${address}`);
  return Uint8Array.of(...addressToBytes(address), ...addressToBytes(linkLocal));
}

const IPV6 = 16;
