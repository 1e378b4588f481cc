import {
  AS_TRANS,
  isAsn,
  OutOfBounds,
  Reader,
  routerIdFromNumber,
  routerIdToNumber,
  seconds,
  Writer,
} from '@fairlead/inet';
import type { Asn } from '@fairlead/inet';
import { OpenError } from '../error.ts';
import type { ProtocolError } from '../error.ts';
import type { Capability, Open, OpenLayout } from '../message.ts';
import { readCapability, writeCapability } from './capability/table.ts';
import { CapabilityCode } from './codes.ts';
import { openFault } from './fault.ts';
import { u8 } from './octets.ts';

// version            1 octet: 4
// AS number          2 octets
// hold time          2 octets, in seconds: 0 or at least 3
// BGP identifier     4 octets, not 0
// parameters length  1 octet; 255 where another 255 and a length of 2 octets follow (RFC 9072 §2)
// parameters, each:
//   type    1 octet: 2 capabilities
//   length  1 octet, 2 in the extended form
//   capabilities, each (RFC 5492 §4):
//     code    1 octet
//     length  1 octet
//     value

/** Reads what stands behind the header of an OPEN (RFC 4271 §4.2 and §6.2). */
export function decodeOpen(body: Reader): Open | ProtocolError {
  const version = body.u8('the version');
  if (version !== VERSION) {
    const data = Uint8Array.of(0, VERSION);
    return openFault(OpenError.unsupportedVersionNumber, `the version is ${version}, not 4`, data);
  }
  const myAutonomousSystem = body.u16('the AS number');
  const holdTime = body.u16('the hold time');
  const routerId = routerIdFromNumber(body.u32('the BGP identifier'));
  const parameters = readParameters(body);
  if ('severity' in parameters) return parameters;

  const { capabilities, layout } = parameters;
  const asn = effectiveAsn(myAutonomousSystem, capabilities);
  if (asn === null) return openFault(OpenError.badPeerAs, 'the AS number is 0');
  if (holdTime === 1 || holdTime === 2) {
    return openFault(
      OpenError.unacceptableHoldTime,
      `the hold time is ${holdTime} s, neither 0 nor 3 or more`,
    );
  }
  if (routerId === null) return openFault(OpenError.badBgpIdentifier, 'the BGP identifier is 0.0.0.0');
  const open: Open = {
    kind: 'open',
    version,
    asn,
    holdTime: seconds(holdTime),
    routerId,
    capabilities,
    layout,
  };
  return myAutonomousSystem === twoOctets(asn) ? open : { ...open, myAutonomousSystem };
}

/** Writes what stands behind the header of an OPEN; throws `RangeError` for what cannot be said. */
export function encodeOpen(writer: Writer, open: Open): void {
  const { version, asn, holdTime, routerId, capabilities } = open;
  if (!Number.isInteger(holdTime) || holdTime < 0 || holdTime > 0xffff || holdTime === 1 || holdTime === 2) {
    throw new RangeError(`holdTime is 0 or 3 to 65535 seconds, not ${holdTime}`);
  }
  if (!isAsn(asn)) throw new RangeError(`asn is 1 to 4294967295, not ${String(asn)}`);
  writer
    .u8(version)
    .u16(open.myAutonomousSystem ?? twoOctets(asn))
    .u16(holdTime)
    .u32(routerIdToNumber(routerId));
  const layout = open.layout ?? { parameters: capabilities.map(() => 1), extended: false };
  writeParameters(writer, capabilities, layout);
}

interface Parameters {
  readonly capabilities: readonly Capability[];
  readonly layout: OpenLayout;
}

function readParameters(body: Reader): Parameters | ProtocolError {
  try {
    const length = body.u8('the length of the optional parameters');
    const rest = body.rest();
    const extended = length > 0 && rest.length > 0 && u8(rest, 0) === EXTENDED;
    const reader = new Reader(rest, extended ? 1 : 0);
    const list = reader.sub(extended ? reader.u16('the extended length') : length, 'the optional parameters');
    if (reader.remaining > 0) return malformed(`${reader.remaining} octets follow the optional parameters`);
    return readList(list, extended);
  } catch (error) {
    if (error instanceof OutOfBounds) return malformed(error.message);
    throw error;
  }
}

function readList(list: Reader, extended: boolean): Parameters | ProtocolError {
  const capabilities: Capability[] = [];
  const parameters: number[] = [];
  while (list.remaining > 0) {
    const type = list.u8('the type of an optional parameter');
    const length = extended ? list.u16('the length of a parameter') : list.u8('the length of a parameter');
    const parameter = list.sub(length, 'an optional parameter');
    if (type !== CAPABILITIES) {
      return openFault(
        OpenError.unsupportedOptionalParameter,
        `there is no optional parameter of type ${type}`,
      );
    }
    const before = capabilities.length;
    while (parameter.remaining > 0) {
      const code = parameter.u8('the code of a capability');
      const octets = parameter.bytes(parameter.u8('the length of a capability'), `capability ${code}`);
      const capability = readCapability(code, octets);
      if (capability === null) return malformed(`capability ${code} cannot have ${octets.length} octets`);
      capabilities.push(capability);
    }
    parameters.push(capabilities.length - before);
  }
  return { capabilities, layout: { parameters, extended } };
}

function writeParameters(writer: Writer, capabilities: readonly Capability[], layout: OpenLayout): void {
  const parameters = divide(capabilities, layout.parameters);
  const length = parameters.reduce((sum, parameter) => sum + 2 + parameter.length, 0);
  const extended =
    layout.extended || length > 0xff || parameters.some((parameter) => parameter.length > 0xff);
  if (extended)
    writer
      .u8(EXTENDED)
      .u8(EXTENDED)
      .u16(length + parameters.length);
  else writer.u8(length);
  for (const parameter of parameters) {
    writer.u8(CAPABILITIES);
    if (extended) writer.u16(parameter.length);
    else writer.u8(parameter.length);
    writer.bytes(parameter);
  }
}

/** The capabilities of each parameter in octets; those that the layout does not count have one of their own. */
function divide(capabilities: readonly Capability[], counts: readonly number[]): readonly Uint8Array[] {
  const parameters: Uint8Array[] = [];
  let at = 0;
  const take = (count: number): void => {
    const writer = new Writer();
    for (const capability of capabilities.slice(at, at + count)) writeCapability(writer, capability);
    parameters.push(writer.finish());
    at += count;
  };
  for (const count of counts) if (at + count <= capabilities.length) take(count);
  while (at < capabilities.length) take(1);
  return parameters;
}

/** The AS number that the speaker means; `null` where it says 0 (RFC 6793 §4.1, RFC 7607 §2). */
function effectiveAsn(field: number, capabilities: readonly Capability[]): Asn | null {
  for (const capability of capabilities.toReversed()) {
    if (capability.kind === 'fourOctetAs') return capability.asn;
    if (capability.kind === 'unknown' && capability.code === CapabilityCode.fourOctetAs) return null;
  }
  return isAsn(field) ? field : null;
}

function twoOctets(asn: Asn): number {
  return asn > 0xffff ? AS_TRANS : asn;
}

function malformed(text: string): ProtocolError {
  return openFault(OpenError.unspecific, text);
}

const VERSION = 4;
const CAPABILITIES = 2;
const EXTENDED = 255;
