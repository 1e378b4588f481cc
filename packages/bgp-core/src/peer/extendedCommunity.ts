import { AS_TRANS, ipv4ToNumber, parseIpv4, Writer } from '@fairlead/inet';
import type { ExtendedCommunity } from '../message.ts';
import { toHex } from '../wire/octets.ts';

/**
 * An extended community in text: `target:` or `origin:`, then an AS number or an IPv4 address, a colon and a number, as in
 * `target:65000:100` (RFC 4360 §4 and §5, RFC 5668); throws a RangeError for what is none.
 */
export function extendedCommunity(text: string): ExtendedCommunity {
  const [, kind = '', administrator = '', number = ''] = TEXT.exec(text) ?? [];
  const subtype = kind === 'target' ? 0x02 : 0x03;
  const local = Number(number);
  const address = parseIpv4(administrator);
  const asn = Number(administrator);
  if (address !== null && local <= 0xffff) {
    return toHex(new Writer(8).u8(0x01).u8(subtype).u32(ipv4ToNumber(address)).u16(local).finish());
  }
  if (asn <= 0xffff && number !== '' && local <= 0xffffffff) {
    return toHex(new Writer(8).u8(0x00).u8(subtype).u16(asn).u32(local).finish());
  }
  if (asn <= 0xffffffff && number !== '' && local <= 0xffff) {
    return toHex(new Writer(8).u8(0x02).u8(subtype).u32(asn).u16(local).finish());
  }
  throw new RangeError(`extended community: "${text}" is not like target:65000:100 or origin:192.0.2.1:100`);
}

/** The bandwidth of the link behind a route, in octets per second (draft-ietf-idr-link-bandwidth §2). */
export function linkBandwidth(asn: number, octetsPerSecond: number): ExtendedCommunity {
  if (!Number.isFinite(octetsPerSecond) || octetsPerSecond < 0) {
    throw new RangeError(`link bandwidth: must be octets per second from 0 on, not ${octetsPerSecond}`);
  }
  const value = new DataView(new ArrayBuffer(4));
  value.setFloat32(0, octetsPerSecond);
  const administrator = asn > 0xffff ? AS_TRANS : asn;
  return toHex(new Writer(8).u8(0x40).u8(0x04).u16(administrator).u32(value.getUint32(0)).finish());
}

const TEXT = /^(target|origin):(\d{1,10}|\d+\.\d+\.\d+\.\d+):(\d{1,10})$/;
