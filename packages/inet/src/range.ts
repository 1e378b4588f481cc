import { ADDRESS_BITS, addressFromBigInt, addressToBigInt, familyOf, parseIpAddress } from './address.ts';
import type { IpAddress, IpFamily } from './address.ts';
import { firstAddress, lastAddress, parseMaskedPrefix, prefixOf } from './prefix.ts';
import type { Prefix } from './prefix.ts';
import { failure, ok } from './result.ts';
import type { Result } from './result.ts';

/** Consecutive addresses of one family, both ends included. */
export interface AddressRange {
  readonly family: IpFamily;
  readonly first: bigint;
  readonly last: bigint;
}

/** Reads `first-last` or `address/length`, host bits allowed. */
export function parseRange(text: string): Result<AddressRange> {
  const dash = text.indexOf('-');
  if (dash < 0) {
    const prefix = parseMaskedPrefix(text);
    return prefix.ok ? ok(rangeOfPrefix(prefix.value)) : prefix;
  }
  const first = readEnd(text.slice(0, dash));
  if (!first.ok) return first;
  const last = readEnd(text.slice(dash + 1));
  if (!last.ok) return last;
  const family = familyOf(first.value);
  if (family !== familyOf(last.value)) return failure('starts in one address family and ends in the other');
  const range = { family, first: addressToBigInt(first.value), last: addressToBigInt(last.value) };
  return range.first <= range.last ? ok(range) : failure('ends before it starts');
}

export function rangeOfPrefix(prefix: Prefix): AddressRange {
  const first = firstAddress(prefix);
  return {
    family: familyOf(first),
    first: addressToBigInt(first),
    last: addressToBigInt(lastAddress(prefix)),
  };
}

export function rangeContains(range: AddressRange, address: IpAddress): boolean {
  if (range.family !== familyOf(address)) return false;
  const value = addressToBigInt(address);
  return range.first <= value && value <= range.last;
}

export function rangesOverlap(a: AddressRange, b: AddressRange): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

export function rangeSize(range: AddressRange): bigint {
  return range.last - range.first + 1n;
}

/** The fewest prefixes that together are the range, in order. */
export function rangePrefixes(range: AddressRange): readonly Prefix[] {
  const bits = BigInt(ADDRESS_BITS[range.family]);
  const prefixes: Prefix[] = [];
  let next = range.first;
  while (next <= range.last) {
    let hostBits = 0n;
    while (hostBits < bits && fits(next, hostBits + 1n, range.last)) hostBits++;
    prefixes.push(prefixOf(addressFromBigInt(range.family, next), Number(bits - hostBits)));
    next += 1n << hostBits;
  }
  return prefixes;
}

/** `first-last`, or the address alone where there is one only. */
export function formatRange(range: AddressRange): string {
  const first = addressFromBigInt(range.family, range.first);
  return range.first === range.last ? first : `${first}-${addressFromBigInt(range.family, range.last)}`;
}

function fits(start: bigint, hostBits: bigint, last: bigint): boolean {
  const size = 1n << hostBits;
  return start % size === 0n && start + size - 1n <= last;
}

function readEnd(text: string): Result<IpAddress> {
  const address = parseIpAddress(text.trim());
  return address === null ? failure(`"${text.trim()}" is no IP address`) : ok(address);
}
