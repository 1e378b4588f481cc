import { UpdateError } from '../../error.ts';
import { AttributeCode, Flag } from '../codes.ts';
import { u16, u8 } from '../octets.ts';
import { attributeDiscard } from './codec.ts';
import type { AttributeCodec, AttributeFault } from './codec.ts';

// TLVs, each:
//   type    1 octet: 1 label index, 3 originator SRGB (RFC 8669 §3), 5 and 6 SRv6 services (RFC 9252 §2)
//   length  2 octets, of the value
//   value   of a service: 1 octet reserved, then TLVs of the same form;
//           1 of those is a SID: 21 octets, then TLVs of the same form; 1 of those is its structure: 6 octets

/** BGP Prefix-SID, which stays in octets once its lengths are right. */
export const prefixSid: AttributeCodec = {
  name: 'BGP Prefix-SID',
  flags: Flag.optional | Flag.transitive,
  malformed: attributeDiscard,
  check(octets, start, end) {
    return tlvsFault(octets, start, end, (type, from, to) => {
      if (type === LABEL_INDEX && to - from !== 7) return wrong('label index', to - from);
      if (type === SRGB && (to - from < 8 || (to - from - 2) % 6 !== 0)) return wrong('SRGB', to - from);
      const isService = type === L3_SERVICE || type === L2_SERVICE;
      const fault = isService ? serviceFault(octets, from, to) : null;
      // RFC 9252 §7: without its SID the route is of no use.
      return fault === null ? null : { ...fault, severity: 'treatAsWithdraw' };
    });
  },
  read(into, octets, start, end) {
    const value = octets.slice(start, end);
    const { flags } = prefixSid;
    into.unknown = [...(into.unknown ?? []), { code: AttributeCode.prefixSid, flags, value }];
  },
  value: () => null,
};

function serviceFault(octets: Uint8Array, start: number, end: number): AttributeFault | null {
  if (end - start < 1) return wrong('SRv6 service', 0);
  return tlvsFault(octets, start + 1, end, (type, from, to) => {
    if (type !== SID) return null;
    if (to - from < SID_LENGTH) return wrong('SRv6 SID', to - from);
    return tlvsFault(octets, from + SID_LENGTH, to, (inner, a, b) =>
      inner === SID_STRUCTURE && b - a !== 6 ? wrong('SRv6 SID structure', b - a) : null,
    );
  });
}

/** The fault of the first TLV that has one, or of the last that does not fit. */
function tlvsFault(
  octets: Uint8Array,
  start: number,
  end: number,
  faultOf: (type: number, from: number, to: number) => AttributeFault | null,
): AttributeFault | null {
  let at = start;
  while (at < end) {
    if (end - at < HEADER) return wrong('TLV header', end - at);
    const to = at + HEADER + u16(octets, at + 1);
    if (to > end) return wrong('TLV', end - at);
    const fault = faultOf(u8(octets, at), at + HEADER, to);
    if (fault !== null) return fault;
    at = to;
  }
  return null;
}

function wrong(what: string, length: number): AttributeFault {
  return { subcode: UpdateError.optionalAttributeError, text: `has a ${what} of ${length} octets` };
}

const HEADER = 3;
const LABEL_INDEX = 1;
const SRGB = 3;
const L3_SERVICE = 5;
const L2_SERVICE = 6;
const SID = 1;
const SID_LENGTH = 21;
const SID_STRUCTURE = 1;
