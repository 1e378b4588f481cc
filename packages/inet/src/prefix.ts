import {
  ADDRESS_BITS,
  addressFromBigInt,
  addressFromBytes,
  addressToBigInt,
  compareAddresses,
  familyOf,
  ipv4FromNumber,
  ipv4ToNumber,
  isIpv4,
  parseIpAddress,
} from './address.ts';
import type { IpAddress, IpFamily } from './address.ts';
import type { Brand } from './brand.ts';
import { failure, ok } from './result.ts';
import type { Result } from './result.ts';

/** An address block as `address/length` with no host bits set; two equal blocks are equal strings. */
export type Prefix = Brand<string, 'Prefix'>;

/** Reads `address/length`; the error says what is wrong with the text. */
export function parsePrefix(text: string): Result<Prefix> {
  const parts = readParts(text);
  if (!parts.ok) return parts;
  const { address, length } = parts.value;
  const prefix = prefixOf(address, length);
  if (prefixAddress(prefix) !== address) return failure(`has host bits set, the prefix is ${prefix}`);
  return ok(prefix);
}

/** Reads `address/length` and clears the host bits. */
export function parseMaskedPrefix(text: string): Result<Prefix> {
  const parts = readParts(text);
  return parts.ok ? ok(prefixOf(parts.value.address, parts.value.length)) : parts;
}

/** The block of the given length around an address. */
export function prefixOf(address: IpAddress, length: number): Prefix {
  requireLength(length, ADDRESS_BITS[familyOf(address)]);
  return `${masked(address, length)}/${length}` as Prefix;
}

/** The block of the given length around the IPv4 address with this number. */
export function ipv4Prefix(address: number, length: number): Prefix {
  requireLength(length, ADDRESS_BITS.ipv4);
  const network = length === 0 ? 0 : (address & (-1 << (ADDRESS_BITS.ipv4 - length))) >>> 0;
  return `${ipv4FromNumber(network)}/${length}` as Prefix;
}

/** The block of the given length around the IPv6 address with these 16 octets. */
export function ipv6Prefix(octets: Uint8Array, length: number): Prefix {
  requireLength(length, octets.length * 8);
  const network = octets.map(
    (octet, index) => octet & (0xff00 >> Math.min(Math.max(length - index * 8, 0), 8)),
  );
  return `${addressFromBytes(network)}/${length}` as Prefix;
}

/** The block that holds one address only: a /32 or a /128. */
export function hostPrefix(address: IpAddress): Prefix {
  return `${address}/${ADDRESS_BITS[familyOf(address)]}` as Prefix;
}

export function prefixAddress(prefix: Prefix): IpAddress {
  return prefix.slice(0, prefix.lastIndexOf('/')) as IpAddress;
}

export function prefixLength(prefix: Prefix): number {
  return Number(prefix.slice(prefix.lastIndexOf('/') + 1));
}

export function prefixFamily(prefix: Prefix): IpFamily {
  return prefix.includes(':') ? 'ipv6' : 'ipv4';
}

export function isHostPrefix(prefix: Prefix): boolean {
  return prefixLength(prefix) === ADDRESS_BITS[prefixFamily(prefix)];
}

export function firstAddress(prefix: Prefix): IpAddress {
  return prefixAddress(prefix);
}

export function lastAddress(prefix: Prefix): IpAddress {
  const family = prefixFamily(prefix);
  const hostBits = BigInt(ADDRESS_BITS[family] - prefixLength(prefix));
  return addressFromBigInt(family, addressToBigInt(prefixAddress(prefix)) | ((1n << hostBits) - 1n));
}

export function prefixContains(prefix: Prefix, address: IpAddress): boolean {
  if (prefixFamily(prefix) !== familyOf(address)) return false;
  return masked(address, prefixLength(prefix)) === prefixAddress(prefix);
}

/** Whether every address of `inner` is in `outer` too. */
export function prefixCovers(outer: Prefix, inner: Prefix): boolean {
  return prefixLength(inner) >= prefixLength(outer) && prefixContains(outer, prefixAddress(inner));
}

export function prefixesOverlap(a: Prefix, b: Prefix): boolean {
  return prefixCovers(a, b) || prefixCovers(b, a);
}

/** Orders by address, then the shorter length first. */
export function comparePrefixes(a: Prefix, b: Prefix): number {
  return compareAddresses(prefixAddress(a), prefixAddress(b)) || prefixLength(a) - prefixLength(b);
}

function requireLength(length: number, bits: number): void {
  if (!Number.isInteger(length) || length < 0 || length > bits) {
    throw new RangeError(`a prefix length is 0 to ${bits}, not ${length}`);
  }
}

function readParts(text: string): Result<{ readonly address: IpAddress; readonly length: number }> {
  const slash = text.indexOf('/');
  if (slash < 0) return failure('has no /length');
  const address = parseIpAddress(text.slice(0, slash));
  if (address === null) return failure(`"${text.slice(0, slash)}" is no IP address`);
  const length = text.slice(slash + 1);
  const bits = ADDRESS_BITS[familyOf(address)];
  if (!/^(0|[1-9]\d{0,2})$/.test(length) || Number(length) > bits) {
    return failure(`the length "${length}" is not a number from 0 to ${bits}`);
  }
  return ok({ address, length: Number(length) });
}

function masked(address: IpAddress, length: number): IpAddress {
  const family = familyOf(address);
  const bits = ADDRESS_BITS[family];
  if (length === bits) return address;
  if (isIpv4(address)) {
    return length === 0
      ? ipv4FromNumber(0)
      : ipv4FromNumber((ipv4ToNumber(address) & (-1 << (32 - length))) >>> 0);
  }
  const hostBits = BigInt(bits - length);
  return addressFromBigInt(family, (addressToBigInt(address) >> hostBits) << hostBits);
}
