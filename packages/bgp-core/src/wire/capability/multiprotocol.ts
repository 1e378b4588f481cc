import { afiOf, familyFromCodes, safiOf } from '../../family.ts';
import { CapabilityCode } from '../codes.ts';
import type { CapabilityCodec, CapabilityOf } from './codec.ts';

// AFI       2 octets
// reserved  1 octet
// SAFI      1 octet

/** A family that the speaker exchanges (RFC 4760 §8). */
export const multiprotocol: CapabilityCodec<CapabilityOf<'multiprotocol'>> = {
  code: CapabilityCode.multiprotocol,
  read(value) {
    const afi = value.u16('the AFI');
    value.skip(1, 'a reserved octet');
    return { kind: 'multiprotocol', family: familyFromCodes(afi, value.u8('the SAFI')) };
  },
  write(writer, { family }) {
    return writer.u16(afiOf(family)).u8(0).u8(safiOf(family));
  },
};
