import { IPv6 } from 'ip-num';
import type { Brand } from './brand.ts';

/** An IPv4 address in dotted decimal; two equal addresses are equal strings. */
export type Ipv4 = Brand<string, 'Ipv4'>;

/** An IPv6 address in the canonical text of RFC 5952, without a zone; two equal addresses are equal strings. */
export type Ipv6 = Brand<string, 'Ipv6'>;

export type IpAddress = Ipv4 | Ipv6;

export type IpFamily = 'ipv4' | 'ipv6';

/** The number of bits in an address of each family. */
export const ADDRESS_BITS: { readonly ipv4: 32; readonly ipv6: 128 } = { ipv4: 32, ipv6: 128 };

/** Reads dotted decimal without leading zeros; `null` when the text is anything else. */
export function parseIpv4(text: string): Ipv4 | null {
  if (!DOTTED_DECIMAL.test(text)) return null;
  for (const octet of text.split('.')) {
    if (Number(octet) > 255 || (octet.length > 1 && octet.startsWith('0'))) return null;
  }
  return text as Ipv4;
}

/** Reads any text form of RFC 4291 §2.2 into the canonical one; `null` when the text is no address or has a zone. */
export function parseIpv6(text: string): Ipv6 | null {
  const hexadecimal = withoutDottedTail(text);
  if (hexadecimal === null || !HEXADECIMAL_GROUPS.test(hexadecimal)) return null;
  try {
    return ipv6FromBigInt(new IPv6(hexadecimal).getValue());
  } catch {
    return null;
  }
}

export function parseIpAddress(text: string): IpAddress | null {
  return parseIpv4(text) ?? parseIpv6(text);
}

export function isIpv4(address: IpAddress): address is Ipv4 {
  return !address.includes(':');
}

export function isIpv6(address: IpAddress): address is Ipv6 {
  return address.includes(':');
}

export function familyOf(address: IpAddress): IpFamily {
  return isIpv4(address) ? 'ipv4' : 'ipv6';
}

export function ipv4ToNumber(address: Ipv4): number {
  let value = 0;
  let octet = 0;
  for (let i = 0; i < address.length; i++) {
    const code = address.charCodeAt(i);
    if (code === DOT) {
      value = value * 256 + octet;
      octet = 0;
    } else {
      octet = octet * 10 + (code - ZERO);
    }
  }
  return value * 256 + octet;
}

export function ipv4FromNumber(value: number): Ipv4 {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new RangeError(`an IPv4 address is a number from 0 to 4294967295, not ${value}`);
  }
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}` as Ipv4;
}

export function ipv6FromBigInt(value: bigint): Ipv6 {
  if (value < 0n || value >> 128n !== 0n) throw new RangeError(`no IPv6 address has the value ${value}`);
  const groups: number[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(Number((value >> shift) & 0xffffn));
  return formatGroups(groups);
}

/** The address as one unsigned number, of 32 or 128 bits. */
export function addressToBigInt(address: IpAddress): bigint {
  if (isIpv4(address)) return BigInt(ipv4ToNumber(address));
  let value = 0n;
  for (const group of groupsOf(address)) value = (value << 16n) | BigInt(group);
  return value;
}

export function addressFromBigInt(family: IpFamily, value: bigint): IpAddress {
  return family === 'ipv4' ? ipv4FromNumber(Number(value)) : ipv6FromBigInt(value);
}

/** The address in network byte order: 4 or 16 octets. */
export function addressToBytes(address: IpAddress): Uint8Array {
  if (isIpv4(address)) {
    const value = ipv4ToNumber(address);
    return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
  }
  const bytes = new Uint8Array(16);
  groupsOf(address).forEach((group, index) => {
    bytes[index * 2] = group >> 8;
    bytes[index * 2 + 1] = group;
  });
  return bytes;
}

/** Reads 4 octets as IPv4 and 16 as IPv6. */
export function addressFromBytes(bytes: Uint8Array): IpAddress {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length === 4) return ipv4FromNumber(view.getUint32(0));
  if (bytes.length !== 16) throw new RangeError(`an address has 4 or 16 octets, not ${bytes.length}`);
  const groups: number[] = [];
  for (let offset = 0; offset < 16; offset += 2) groups.push(view.getUint16(offset));
  return formatGroups(groups);
}

/** Orders IPv4 before IPv6, then by value. */
export function compareAddresses(a: IpAddress, b: IpAddress): number {
  if (a === b) return 0;
  const families = Number(isIpv6(a)) - Number(isIpv6(b));
  if (families !== 0) return families;
  return addressToBigInt(a) < addressToBigInt(b) ? -1 : 1;
}

/** Whether the address is in 127.0.0.0/8 or is ::1. */
export function isLoopback(address: IpAddress): boolean {
  return isIpv4(address) ? address.startsWith('127.') : address === '::1';
}

/** Whether the address is in 169.254.0.0/16 or fe80::/10. */
export function isLinkLocal(address: IpAddress): boolean {
  return isIpv4(address) ? address.startsWith('169.254.') : /^fe[89ab][0-9a-f]:/.test(address);
}

/** Whether the address is in 224.0.0.0/4 or ff00::/8. */
export function isMulticast(address: IpAddress): boolean {
  return isIpv4(address) ? ipv4ToNumber(address) >>> 28 === 14 : /^ff[0-9a-f]{2}:/.test(address);
}

/** Whether the address is 0.0.0.0 or ::. */
export function isUnspecified(address: IpAddress): boolean {
  return address === '0.0.0.0' || address === '::';
}

/** The eight groups of a canonical text. */
function groupsOf(address: Ipv6): readonly number[] {
  const [head = '', tail] = (withoutDottedTail(address) ?? address).split('::');
  const before = hexadecimalGroups(head);
  if (tail === undefined) return before;
  const behind = hexadecimalGroups(tail);
  return [...before, ...new Array<number>(8 - before.length - behind.length).fill(0), ...behind];
}

function hexadecimalGroups(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}

function formatGroups(groups: readonly number[]): Ipv6 {
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) {
    const [high = 0, low = 0] = groups.slice(6);
    return `::ffff:${high >> 8}.${high & 255}.${low >> 8}.${low & 255}` as Ipv6;
  }
  const run = longestRunOfZeros(groups);
  const text = groups.map((group) => group.toString(16));
  if (run.length < 2) return text.join(':') as Ipv6;
  return `${text.slice(0, run.start).join(':')}::${text.slice(run.start + run.length).join(':')}` as Ipv6;
}

function longestRunOfZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let longest = { start: 0, length: 0 };
  let start = 0;
  groups.forEach((group, index) => {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > longest.length) longest = { start, length: index + 1 - start };
  });
  return longest;
}

function withoutDottedTail(text: string): string | null {
  if (!text.includes('.')) return text;
  const colon = text.lastIndexOf(':');
  const tail = parseIpv4(text.slice(colon + 1));
  if (tail === null) return null;
  const value = ipv4ToNumber(tail);
  return `${text.slice(0, colon + 1)}${(value >>> 16).toString(16)}:${(value & 0xffff).toString(16)}`;
}

const DOTTED_DECIMAL = /^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;
const HEXADECIMAL_GROUPS = /^[0-9a-fA-F:]{2,39}$/;
const DOT = 0x2e;
const ZERO = 0x30;
