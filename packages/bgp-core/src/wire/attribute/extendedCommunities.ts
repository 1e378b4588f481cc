import { Writer } from '@fairlead/inet';
import { Flag } from '../codes.ts';
import { fromHex, toHex } from '../octets.ts';
import { treatAsWithdraw } from './codec.ts';
import type { AttributeCodec } from './codec.ts';
import { wrongMultiple } from './length.ts';

// communities of 8 octets each, or 20 for those that hold an IPv6 address

/** EXTENDED COMMUNITIES (RFC 4360). */
export const extendedCommunities: AttributeCodec = {
  name: 'EXTENDED COMMUNITIES',
  flags: Flag.optional | Flag.transitive,
  malformed: treatAsWithdraw,
  check(_octets, start, end) {
    return wrongMultiple(start, end, SIZE);
  },
  read(into, octets, start, end) {
    into.extendedCommunities = readList(octets, start, end, SIZE);
  },
  value(from) {
    return writeList(from.extendedCommunities, SIZE, 'extendedCommunities');
  },
};

/** IPv6 Address Specific Extended Community (RFC 5701). */
export const ipv6ExtendedCommunities: AttributeCodec = {
  name: 'IPV6 EXTENDED COMMUNITIES',
  flags: Flag.optional | Flag.transitive,
  malformed: treatAsWithdraw,
  check(_octets, start, end) {
    return wrongMultiple(start, end, IPV6_SIZE);
  },
  read(into, octets, start, end) {
    into.ipv6ExtendedCommunities = readList(octets, start, end, IPV6_SIZE);
  },
  value(from) {
    return writeList(from.ipv6ExtendedCommunities, IPV6_SIZE, 'ipv6ExtendedCommunities');
  },
};

function readList(octets: Uint8Array, start: number, end: number, size: number): readonly string[] {
  const found: string[] = [];
  for (let at = start; at < end; at += size) found.push(toHex(octets.subarray(at, at + size)));
  return found;
}

function writeList(list: readonly string[] | undefined, size: number, field: string): Uint8Array | null {
  if (list === undefined || list.length === 0) return null;
  const writer = new Writer(list.length * size);
  list.forEach((text, index) => {
    const octets = fromHex(text);
    if (octets?.length !== size) {
      throw new RangeError(`${field}[${index}] is ${size * 2} hexadecimal digits, not "${text}"`);
    }
    writer.bytes(octets);
  });
  return writer.finish();
}

const SIZE = 8;
const IPV6_SIZE = 20;
