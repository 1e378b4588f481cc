import { Flag } from '../codes.ts';
import { asnAt } from './asPath.ts';
import { treatAsWithdraw } from './codec.ts';
import type { AttributeCodec } from './codec.ts';
import { wrongLength } from './length.ts';
import { fourOctets } from './number.ts';

// value  4 octets, an AS number

/** Only to Customer, OTC (RFC 9234 §5). */
export const onlyToCustomer: AttributeCodec = {
  name: 'OTC',
  flags: Flag.optional | Flag.transitive,
  malformed: treatAsWithdraw,
  check(_octets, start, end) {
    return wrongLength(start, end, 4);
  },
  read(into, octets, start) {
    into.onlyToCustomer = asnAt(octets, start, 4);
  },
  value(from) {
    return from.onlyToCustomer === undefined ? null : fourOctets(from.onlyToCustomer, 'onlyToCustomer');
  },
};
