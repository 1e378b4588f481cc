import { UpdateError } from '../../error.ts';
import type { Origin } from '../../message.ts';
import { Flag } from '../codes.ts';
import { u8 } from '../octets.ts';
import { treatAsWithdraw } from './codec.ts';
import type { AttributeCodec } from './codec.ts';
import { wrongLength } from './length.ts';

// value  1 octet: 0 IGP, 1 EGP, 2 INCOMPLETE

/** ORIGIN (RFC 4271 §4.3). */
export const origin: AttributeCodec = {
  name: 'ORIGIN',
  flags: Flag.transitive,
  malformed: treatAsWithdraw,
  check(octets, start, end) {
    const fault = wrongLength(start, end, 1);
    if (fault !== null || u8(octets, start) < ORIGINS.length) return fault;
    return { subcode: UpdateError.invalidOriginAttribute, text: `is ${u8(octets, start)}, not 0 to 2` };
  },
  read(into, octets, start) {
    into.origin = ORIGINS[u8(octets, start)] ?? 'incomplete';
  },
  value(from) {
    if (from.origin === undefined) return null;
    const code = ORIGINS.indexOf(from.origin);
    if (code < 0) throw new RangeError(`origin is igp, egp or incomplete, not ${from.origin}`);
    return Uint8Array.of(code);
  },
};

const ORIGINS: readonly Origin[] = ['igp', 'egp', 'incomplete'];
