import type { Reader, Writer } from '@fairlead/inet';
import { afiOf, familyFromCodes, safiOf } from '../../family.ts';
import type { Family } from '../../family.ts';

// AFI   2 octets
// SAFI  1 octet

export function readFamily(value: Reader): Family {
  return familyFromCodes(value.u16('the AFI'), value.u8('the SAFI'));
}

export function writeFamily(writer: Writer, family: Family): Writer {
  return writer.u16(afiOf(family)).u8(safiOf(family));
}
