import { UpdateError } from '../../error.ts';
import type { ProtocolError } from '../../error.ts';
import { AttributeCode, Flag } from '../codes.ts';
import type { WireContext } from '../context.ts';
import { updateFault } from '../fault.ts';
import type { UpdateFault } from '../fault.ts';
import type { ScannedAttribute } from './scan.ts';
import { codecOf, flagsOf } from './table.ts';

/** What is wrong with flags and value of an attribute, or `null` (RFC 4271 §6.3, RFC 7606 §3 (c) and §7). */
export function attributeError(
  octets: Uint8Array,
  attribute: ScannedAttribute,
  context: WireContext,
): ProtocolError | null {
  const { code, flags, value, end } = attribute;
  const flagsFault = areFlags(code, flags) ? null : wrongFlags(code, flags);
  if (flagsFault !== null) return describe(flagsFault, octets, attribute);
  const codec = codecOf(code);
  const fault = codec?.check(octets, value, end, context) ?? null;
  if (codec === null || fault === null) return null;
  const { subcode, text, severity = codec.malformed(context) } = fault;
  return describe({ severity, subcode, text: `${codec.name} ${text}` }, octets, attribute);
}

/** What is wrong with the routes of an MP_REACH_NLRI or MP_UNREACH_NLRI, or where they stand. */
export function mpError(fault: UpdateFault, octets: Uint8Array, attribute: ScannedAttribute): ProtocolError {
  const name = attribute.code === AttributeCode.mpReach ? 'MP_REACH_NLRI' : 'MP_UNREACH_NLRI';
  return describe({ ...fault, text: `${name} ${fault.text}` }, octets, attribute);
}

/** An attribute that routes must have and that is not there, or 0 (RFC 4271 §6.3, RFC 7606 §3 (d)). */
export function missingAttribute(present: number, ownNlri: boolean, mpNlri: boolean): number {
  if (!ownNlri && !mpNlri) return 0;
  const missing = (ownNlri ? ORIGIN_AND_PATH | NEXT_HOP : ORIGIN_AND_PATH) & ~present;
  return missing === 0 ? 0 : 31 - Math.clz32(missing & -missing);
}

export function missingError(attribute: number): ProtocolError {
  return updateFault({
    severity: 'treatAsWithdraw',
    subcode: UpdateError.missingWellKnownAttribute,
    text: `${codecOf(attribute)?.name ?? attribute} is missing`,
    data: Uint8Array.of(attribute),
    attribute,
  });
}

/** Whether an attribute that is known has the flags that it must have, and any other is optional. */
export function areFlags(code: number, flags: number): boolean {
  const required = flagsOf(code);
  if (required < 0) return (flags & Flag.optional) !== 0;
  if (required === OPTIONAL_TRANSITIVE) return (flags & OPTIONAL_TRANSITIVE) === OPTIONAL_TRANSITIVE;
  return (flags & (OPTIONAL_TRANSITIVE | Flag.partial)) === required;
}

function wrongFlags(code: number, flags: number): UpdateFault {
  if (flagsOf(code) >= 0) {
    const text = `path attribute ${code} has the flags 0x${flags.toString(16)}`;
    return { severity: 'treatAsWithdraw', subcode: UpdateError.attributeFlagsError, text };
  }
  const text = `path attribute ${code} claims to be well-known and is not`;
  return { severity: 'sessionReset', subcode: UpdateError.unrecognizedWellKnownAttribute, text };
}

/** The data of these errors is the attribute: flags, code, length and value (RFC 4271 §6.3). */
function describe(
  fault: UpdateFault,
  octets: Uint8Array,
  { code, start, end }: ScannedAttribute,
): ProtocolError {
  return updateFault({ ...fault, data: octets.slice(start, end), attribute: code });
}

const OPTIONAL_TRANSITIVE = Flag.optional | Flag.transitive;
const ORIGIN_AND_PATH = (1 << AttributeCode.origin) | (1 << AttributeCode.asPath);
const NEXT_HOP = 1 << AttributeCode.nextHop;
