import { addressToBytes, ipv4Prefix, ipv6Prefix, prefixAddress, prefixLength } from '@fairlead/inet';
import type { Writer } from '@fairlead/inet';
import { unicastFamily } from '../family.ts';
import type { UnicastFamily } from '../family.ts';
import type { Nlri, NlriVisitor } from '../message.ts';
import { u32, u8 } from './octets.ts';

// path identifier  4 octets, with ADD-PATH only (RFC 7911 §3)
// length           1 octet, in bits
// prefix           as many octets as hold that many bits; those behind them say nothing (RFC 4271 §4.3)

/** Whether the octets are prefixes of at most that many bits and nothing else (RFC 7606 §5.3). */
export function arePrefixes(
  octets: Uint8Array,
  start: number,
  end: number,
  bits: number,
  addPath: boolean,
): boolean {
  const header = addPath ? PATH_ID : 0;
  let at = start;
  while (at < end) {
    at += header;
    if (at >= end) return false;
    const length = u8(octets, at);
    if (length > bits) return false;
    at += 1 + ((length + 7) >>> 3);
  }
  return at === end;
}

export function visitIpv4(
  octets: Uint8Array,
  start: number,
  end: number,
  addPath: boolean,
  visitor: NlriVisitor,
): void {
  let at = start;
  while (at < end) {
    let pathId = 0;
    if (addPath) {
      pathId = u32(octets, at);
      at += PATH_ID;
    }
    const length = u8(octets, at);
    visitor.ipv4(ipv4At(octets, at + 1, length), length, pathId);
    at += 1 + ((length + 7) >>> 3);
  }
}

export function visitIpv6(
  octets: Uint8Array,
  start: number,
  end: number,
  addPath: boolean,
  visitor: NlriVisitor,
): void {
  let at = start;
  while (at < end) {
    let pathId = 0;
    if (addPath) {
      pathId = u32(octets, at);
      at += PATH_ID;
    }
    const length = u8(octets, at);
    const size = (length + 7) >>> 3;
    visitor.ipv6(
      wordAt(octets, at + 1, length, 0),
      wordAt(octets, at + 1, length, 1),
      wordAt(octets, at + 1, length, 2),
      wordAt(octets, at + 1, length, 3),
      length,
      pathId,
    );
    at += 1 + size;
  }
}

export function readNlri(
  octets: Uint8Array,
  start: number,
  end: number,
  family: UnicastFamily,
  addPath: boolean,
): readonly Nlri[] {
  const found: Nlri[] = [];
  let at = start;
  while (at < end) {
    const pathId = addPath ? u32(octets, at) : null;
    if (addPath) at += PATH_ID;
    const length = u8(octets, at);
    const size = (length + 7) >>> 3;
    const prefix =
      family === 'ipv4/unicast'
        ? ipv4Prefix(ipv4At(octets, at + 1, length), length)
        : ipv6Prefix(paddedTo16(octets, at + 1, size), length);
    found.push({ prefix, pathId });
    at += 1 + size;
  }
  return found;
}

/** Throws `RangeError` for a destination that does not belong to the family or has no path identifier where one is needed. */
export function writeNlri(
  writer: Writer,
  nlri: Nlri,
  family: UnicastFamily,
  addPath: boolean,
  field: string,
): void {
  if (unicastFamily(nlri.prefix) !== family)
    throw new RangeError(`${field}: ${nlri.prefix} is not of ${family}`);
  if (addPath) writer.u32(requirePathId(nlri, field));
  const address = prefixAddress(nlri.prefix);
  const length = prefixLength(nlri.prefix);
  writer.u8(length).bytes(addressToBytes(address).subarray(0, (length + 7) >>> 3));
}

function requirePathId({ prefix, pathId }: Nlri, field: string): number {
  if (pathId !== null && Number.isInteger(pathId) && pathId >= 0 && pathId <= 0xffffffff) return pathId;
  throw new RangeError(
    `${field}: the path id of ${prefix} is a number from 0 to 4294967295, not ${String(pathId)}`,
  );
}

function ipv4At(octets: Uint8Array, at: number, length: number): number {
  return wordAt(octets, at, length, 0);
}

/** 32 bits of a prefix, counted in words from its first; bits behind its length are 0. */
function wordAt(octets: Uint8Array, at: number, length: number, word: number): number {
  const bits = length - word * 32;
  if (bits <= 0) return 0;
  const from = at + word * 4;
  let value = u8(octets, from) << 24;
  if (bits > 8) value |= u8(octets, from + 1) << 16;
  if (bits > 16) value |= u8(octets, from + 2) << 8;
  if (bits > 24) value |= u8(octets, from + 3);
  return bits >= 32 ? value >>> 0 : (value & (-1 << (32 - bits))) >>> 0;
}

function paddedTo16(octets: Uint8Array, at: number, size: number): Uint8Array {
  const padded = new Uint8Array(16);
  padded.set(octets.subarray(at, at + size));
  return padded;
}

const PATH_ID = 4;
