import { Flag } from '../codes.ts';
import { u32 } from '../octets.ts';
import { treatAsWithdraw } from './codec.ts';
import type { AttributeCodec } from './codec.ts';
import { wrongLength } from './length.ts';
import { fourOctets } from './number.ts';

// value  4 octets

/** MULTI_EXIT_DISC (RFC 4271 §4.3). */
export const multiExitDisc: AttributeCodec = {
  name: 'MULTI_EXIT_DISC',
  flags: Flag.optional,
  malformed: treatAsWithdraw,
  check(_octets, start, end) {
    return wrongLength(start, end, 4);
  },
  read(into, octets, start) {
    into.multiExitDisc = u32(octets, start);
  },
  value(from) {
    return from.multiExitDisc === undefined ? null : fourOctets(from.multiExitDisc, 'multiExitDisc');
  },
};
