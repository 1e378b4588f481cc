import { addressFromBytes, addressToBytes, Reader } from '@fairlead/inet';
import type { Ipv6 } from '@fairlead/inet';
import type { FrameBuffer } from './frameBuffer.ts';

/** An IPv6 address as four unsigned numbers of 32 bits, for where making its text would cost too much. */
export interface Ipv6Words {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

export function readIpv6(reader: Reader): Ipv6Words {
  const what = 'an IPv6 address';
  return { a: reader.u32(what), b: reader.u32(what), c: reader.u32(what), d: reader.u32(what) };
}

export function writeIpv6(frames: FrameBuffer, { a, b, c, d }: Ipv6Words): void {
  frames.u32(a).u32(b).u32(c).u32(d);
}

export function wordsOf(address: Ipv6): Ipv6Words {
  return readIpv6(new Reader(addressToBytes(address)));
}

export function ipv6Of(words: Ipv6Words): Ipv6 {
  const octets = new Uint8Array(16);
  const view = new DataView(octets.buffer);
  [words.a, words.b, words.c, words.d].forEach((word, index) => {
    view.setUint32(index * 4, word);
  });
  return addressFromBytes(octets) as Ipv6;
}

export function isSameIpv6(one: Ipv6Words, other: Ipv6Words): boolean {
  return one.d === other.d && one.c === other.c && one.b === other.b && one.a === other.a;
}

export function isUnspecifiedIpv6({ a, b, c, d }: Ipv6Words): boolean {
  return (a | b | c | d) === 0;
}

export function isMulticastIpv6({ a }: Ipv6Words): boolean {
  return a >>> 24 === 0xff;
}

export function isLinkLocalIpv6({ a }: Ipv6Words): boolean {
  return (a & 0xffc00000) >>> 0 === 0xfe800000;
}

/** The group to which solicitations for an address are sent (RFC 4291 §2.7.1). */
export function solicitedNodeGroup({ d }: Ipv6Words): Ipv6Words {
  return { a: 0xff020000, b: 0, c: 1, d: (0xff000000 | (d & 0xffffff)) >>> 0 };
}

export function isSolicitedNodeGroup({ a, b, c, d }: Ipv6Words): boolean {
  return a === 0xff020000 && b === 0 && c === 1 && d >>> 24 === 0xff;
}

/** The Ethernet address of a group (RFC 2464 §7). */
export function groupMac({ d }: Ipv6Words): number {
  return 0x333300000000 + d;
}

export const ALL_NODES: Ipv6Words = { a: 0xff020000, b: 0, c: 0, d: 1 };
export const ALL_ROUTERS: Ipv6Words = { a: 0xff020000, b: 0, c: 0, d: 2 };
export const UNSPECIFIED: Ipv6Words = { a: 0, b: 0, c: 0, d: 0 };
