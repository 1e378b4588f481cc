import { Writer } from '@fairlead/inet';
import { Flag } from '../codes.ts';
import { u32 } from '../octets.ts';
import { treatAsWithdraw } from './codec.ts';
import type { AttributeCodec } from './codec.ts';
import { wrongMultiple } from './length.ts';
import { requireU32 } from './number.ts';

// communities of 4 octets each

/** COMMUNITIES (RFC 1997). */
export const communities: AttributeCodec = {
  name: 'COMMUNITIES',
  flags: Flag.optional | Flag.transitive,
  malformed: treatAsWithdraw,
  check(_octets, start, end) {
    return wrongMultiple(start, end, SIZE);
  },
  read(into, octets, start, end) {
    const found = new Array<number>((end - start) / SIZE);
    for (let i = 0; i < found.length; i++) found[i] = u32(octets, start + i * SIZE);
    into.communities = found;
  },
  value(from) {
    if (from.communities === undefined || from.communities.length === 0) return null;
    const writer = new Writer(from.communities.length * SIZE);
    from.communities.forEach((community, index) => {
      requireU32(community, `communities[${index}]`);
      writer.u32(community);
    });
    return writer.finish();
  },
};

const SIZE = 4;
