import { Flag } from '../codes.ts';
import { u32 } from '../octets.ts';
import { treatAsWithdrawInside } from './codec.ts';
import type { AttributeCodec } from './codec.ts';
import { wrongLength } from './length.ts';
import { fourOctets } from './number.ts';

// value  4 octets

/** LOCAL_PREF (RFC 4271 §4.3). */
export const localPref: AttributeCodec = {
  name: 'LOCAL_PREF',
  flags: Flag.transitive,
  malformed: treatAsWithdrawInside,
  check(_octets, start, end) {
    return wrongLength(start, end, 4);
  },
  read(into, octets, start) {
    into.localPref = u32(octets, start);
  },
  value(from) {
    return from.localPref === undefined ? null : fourOctets(from.localPref, 'localPref');
  },
};
