import { afiOf, familyFromCodes, safiOf } from '../../family.ts';
import { CapabilityCode } from '../codes.ts';
import type { CapabilityCodec, CapabilityOf } from './codec.ts';

// for each family:
//   AFI           2 octets
//   SAFI          2 octets
//   next hop AFI  2 octets

/** Next hops of another address family than the routes (RFC 8950 §4). */
export const extendedNextHop: CapabilityCodec<CapabilityOf<'extendedNextHop'>> = {
  code: CapabilityCode.extendedNextHop,
  read(value) {
    const families: CapabilityOf<'extendedNextHop'>['families'][number][] = [];
    let isUnderstood = true;
    while (value.remaining > 0) {
      const afi = value.u16('the AFI');
      const safi = value.u16('the SAFI');
      const nextHopAfi = value.u16('the AFI of the next hop');
      if (safi > 0xff) isUnderstood = false;
      else families.push({ family: familyFromCodes(afi, safi), nextHopAfi });
    }
    return isUnderstood ? { kind: 'extendedNextHop', families } : null;
  },
  write(writer, { families }) {
    for (const { family, nextHopAfi } of families) {
      writer.u16(afiOf(family)).u16(safiOf(family)).u16(nextHopAfi);
    }
    return writer;
  },
};
