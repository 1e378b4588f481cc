import { Flag } from '../codes.ts';
import { NO_OCTETS } from '../octets.ts';
import { attributeDiscard } from './codec.ts';
import type { AttributeCodec } from './codec.ts';
import { wrongLength } from './length.ts';

// no value

/** ATOMIC_AGGREGATE (RFC 4271 §4.3). */
export const atomicAggregate: AttributeCodec = {
  name: 'ATOMIC_AGGREGATE',
  flags: Flag.transitive,
  malformed: attributeDiscard,
  check(_octets, start, end) {
    return wrongLength(start, end, 0);
  },
  read(into) {
    into.atomicAggregate = true;
  },
  value(from) {
    return from.atomicAggregate === undefined ? null : NO_OCTETS;
  },
};
