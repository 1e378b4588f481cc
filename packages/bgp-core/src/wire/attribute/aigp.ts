import { Writer } from '@fairlead/inet';
import { UpdateError } from '../../error.ts';
import { AttributeCode, Flag } from '../codes.ts';
import { u16, u32, u8 } from '../octets.ts';
import { attributeDiscard } from './codec.ts';
import type { AttributeCodec } from './codec.ts';

// TLVs, each:
//   type    1 octet: 1 AIGP
//   length  2 octets, with type and length: 11
//   value   8 octets, the accumulated metric

/** AIGP (RFC 7311 §3); with other TLVs than the one it stays in octets, for they have to be passed on. */
export const aigp: AttributeCodec = {
  name: 'AIGP',
  flags: Flag.optional,
  malformed: attributeDiscard,
  check(octets, start, end) {
    let at = start;
    while (at < end) {
      const length = end - at < HEADER ? 0 : u16(octets, at + 1);
      if (length < HEADER || length > end - at) return malformed('has a TLV that does not fit');
      if (u8(octets, at) === TYPE && length !== LENGTH)
        return malformed(`has an AIGP TLV of ${length} octets, not 11`);
      at += length;
    }
    return null;
  },
  read(into, octets, start, end) {
    if (end - start === LENGTH && u8(octets, start) === TYPE) {
      into.aigp = (BigInt(u32(octets, start + HEADER)) << 32n) | BigInt(u32(octets, start + HEADER + 4));
      return;
    }
    const value = octets.slice(start, end);
    into.unknown = [...(into.unknown ?? []), { code: AttributeCode.aigp, flags: Flag.optional, value }];
  },
  value(from) {
    if (from.aigp === undefined) return null;
    if (from.aigp < 0n || from.aigp >> 64n !== 0n) {
      throw new RangeError(`aigp is a number from 0 to 18446744073709551615, not ${from.aigp}`);
    }
    const writer = new Writer(LENGTH).u8(TYPE).u16(LENGTH);
    return writer
      .u32(Number(from.aigp >> 32n))
      .u32(Number(from.aigp & 0xffffffffn))
      .finish();
  },
};

function malformed(text: string): { readonly subcode: number; readonly text: string } {
  return { subcode: UpdateError.optionalAttributeError, text };
}

const TYPE = 1;
const HEADER = 3;
const LENGTH = 11;
