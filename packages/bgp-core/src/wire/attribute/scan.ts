import { UpdateError } from '../../error.ts';
import type { ProtocolError } from '../../error.ts';
import { AttributeCode, Flag } from '../codes.ts';
import { updateFault } from '../fault.ts';
import { u16, u8 } from '../octets.ts';

// flags   1 octet
// code    1 octet
// length  1 octet, or 2 with the flag Extended Length
// value   as many octets

/** Where one path attribute stands. */
export interface ScannedAttribute {
  readonly code: number;
  readonly flags: number;
  readonly start: number;
  readonly value: number;
  readonly end: number;
}

export interface Scan {
  /** The attributes, the first of each code only. */
  readonly attributes: readonly ScannedAttribute[];
  /** What is wrong with the structure. */
  readonly errors: readonly ProtocolError[];
}

/** The structure of path attributes, before anything is understood (RFC 4271 §4.3, RFC 7606 §3 (g) and §4). */
export function scanAttributes(octets: Uint8Array, from: number, to: number): Scan {
  const attributes = new Map<number, ScannedAttribute>();
  const errors: ProtocolError[] = [];
  let at = from;
  while (at < to) {
    const found = attributeAt(octets, at, to);
    if (found === null) {
      errors.push(runt(to - at));
      break;
    }
    if (found.end > to) {
      errors.push(overrun(found, octets.slice(at, to)));
      break;
    }
    if (attributes.has(found.code)) errors.push(repeated(found.code));
    else attributes.set(found.code, found);
    at = found.end;
  }
  return { attributes: [...attributes.values()], errors };
}

function attributeAt(octets: Uint8Array, start: number, to: number): ScannedAttribute | null {
  const flags = u8(octets, start);
  const isExtended = (flags & Flag.extendedLength) !== 0;
  const value = start + (isExtended ? 4 : 3);
  if (value > to) return null;
  const length = isExtended ? u16(octets, start + 2) : u8(octets, start + 2);
  return { code: u8(octets, start + 1), flags, start, value, end: value + length };
}

function runt(length: number): ProtocolError {
  const text = `the path attributes end with ${length} octets, too few for an attribute`;
  return updateFault({ severity: 'treatAsWithdraw', subcode: UpdateError.malformedAttributeList, text });
}

function overrun({ code, value, end }: ScannedAttribute, data: Uint8Array): ProtocolError {
  const text = `path attribute ${code} has ${end - value} octets, more than there are`;
  const subcode = UpdateError.attributeLengthError;
  return updateFault({ severity: 'treatAsWithdraw', subcode, text, data, attribute: code });
}

/** A second attribute is discarded, unless it makes doubtful which routes are meant. */
function repeated(attribute: number): ProtocolError {
  const isMp = attribute === AttributeCode.mpReach || attribute === AttributeCode.mpUnreach;
  const severity = isMp ? 'sessionReset' : 'attributeDiscard';
  const text = `path attribute ${attribute} stands twice`;
  return updateFault({ severity, subcode: UpdateError.malformedAttributeList, text, attribute });
}
