import { SENDER_AS } from './task.ts';

/** Writes an UPDATE that announces so many /32s, and returns where it ends; the next hop has four octets. */
export function writeAnnouncement(
  octets: Buffer,
  start: number,
  nextHop: readonly number[],
  first: number,
  count: number,
): number {
  const length = ATTRIBUTES.length + nextHop.length;
  let at = writeHeader(octets, start, 23 + length + count * 5);
  at = octets.writeUInt16BE(0, at);
  at = octets.writeUInt16BE(length, at);
  for (const octet of ATTRIBUTES) octets[at++] = octet;
  for (const octet of nextHop) octets[at++] = octet;
  return writeHosts(octets, at, first, count);
}

/** Writes an UPDATE that withdraws so many /32s, and returns where it ends. */
export function writeWithdrawal(octets: Buffer, start: number, first: number, count: number): number {
  let at = writeHeader(octets, start, 23 + count * 5);
  at = octets.writeUInt16BE(count * 5, at);
  at = writeHosts(octets, at, first, count);
  return octets.writeUInt16BE(0, at);
}

function writeHeader(octets: Buffer, start: number, length: number): number {
  octets.fill(0xff, start, start + 16);
  return octets.writeUInt8(UPDATE, octets.writeUInt16BE(length, start + 16));
}

function writeHosts(octets: Buffer, start: number, first: number, count: number): number {
  let at = start;
  for (let address = first; address < first + count; address++) {
    octets[at++] = 32;
    octets[at++] = address >>> 24;
    octets[at++] = address >>> 16;
    octets[at++] = address >>> 8;
    octets[at++] = address;
  }
  return at;
}

/** Octets written together. */
export const CHUNK = 65_536;
/** So many /32s fit an UPDATE. */
export const PER_MESSAGE = 800;
const UPDATE = 2;
/** ORIGIN, AS_PATH, and NEXT_HOP but its address. */
const ATTRIBUTES = [0x40, 1, 1, 0, 0x40, 2, 6, 2, 1, 0, 0, SENDER_AS >>> 8, SENDER_AS & 0xff, 0x40, 3, 4];
