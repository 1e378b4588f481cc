import { Writer } from '@fairlead/inet';
import type { LargeCommunity } from '../../message.ts';
import { Flag } from '../codes.ts';
import { u32 } from '../octets.ts';
import { treatAsWithdraw } from './codec.ts';
import type { AttributeCodec } from './codec.ts';
import { wrongMultiple } from './length.ts';
import { requireU32 } from './number.ts';

// communities of three numbers of 4 octets each

/** LARGE_COMMUNITY (RFC 8092). */
export const largeCommunities: AttributeCodec = {
  name: 'LARGE_COMMUNITY',
  flags: Flag.optional | Flag.transitive,
  malformed: treatAsWithdraw,
  check(_octets, start, end) {
    return wrongMultiple(start, end, SIZE);
  },
  read(into, octets, start, end) {
    const found: LargeCommunity[] = [];
    for (let at = start; at < end; at += SIZE) {
      found.push(`${u32(octets, at)}:${u32(octets, at + 4)}:${u32(octets, at + 8)}`);
    }
    into.largeCommunities = found;
  },
  value(from) {
    if (from.largeCommunities === undefined || from.largeCommunities.length === 0) return null;
    const writer = new Writer(from.largeCommunities.length * SIZE);
    from.largeCommunities.forEach((community, index) => {
      const field = `largeCommunities[${index}]`;
      const parts = community.split(':');
      if (parts.length !== 3)
        throw new RangeError(`${field} is three numbers like 65000:1:2, not "${community}"`);
      for (const part of parts) {
        const value = DECIMAL.test(part) ? Number(part) : Number.NaN;
        requireU32(value, `each part of ${field} "${community}"`);
        writer.u32(value);
      }
    });
    return writer.finish();
  },
};

const SIZE = 12;
const DECIMAL = /^(?:0|[1-9]\d*)$/;
