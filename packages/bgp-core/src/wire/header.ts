import { HeaderError } from '../error.ts';
import type { ProtocolError } from '../error.ts';
import { MessageType } from './codes.ts';
import { headerFault } from './fault.ts';
import { NO_OCTETS, u16, u8 } from './octets.ts';

// marker  16 octets, all ones
// length   2 octets, of the whole message
// type     1 octet

export const HEADER_LENGTH = 19;

/** What is wrong with the header that stands here, or `null` (RFC 4271 §6.1). */
export function headerError(octets: Uint8Array, start: number, maximum: number): ProtocolError | null {
  if (!isMarker(octets, start)) {
    return headerFault(HeaderError.connectionNotSynchronized, 'the marker is not all ones', NO_OCTETS);
  }
  const type = messageType(octets, start);
  const length = messageLength(octets, start);
  if (length < (MINIMUM[type] ?? HEADER_LENGTH) || length > maximumLength(type, maximum)) {
    return badLength(octets, start, `a message of type ${type} has ${length} octets`);
  }
  if (MINIMUM[type] !== undefined) return null;
  return headerFault(HeaderError.badMessageType, `there is no message type ${type}`, Uint8Array.of(type));
}

export function messageLength(octets: Uint8Array, start: number): number {
  return u16(octets, start + MARKER);
}

export function messageType(octets: Uint8Array, start: number): number {
  return u8(octets, start + MARKER + 2);
}

/** The data is the length field (RFC 4271 §6.1). */
export function badLength(octets: Uint8Array, start: number, text: string): ProtocolError {
  const data = octets.slice(start + MARKER, start + MARKER + 2);
  return headerFault(HeaderError.badMessageLength, text, data);
}

function isMarker(octets: Uint8Array, start: number): boolean {
  let all = 0xff;
  for (let at = start; at < start + MARKER; at++) all &= u8(octets, at);
  return all === 0xff;
}

/** OPEN and KEEPALIVE never grow (RFC 8654 §4); a KEEPALIVE is a header alone. */
function maximumLength(type: number, maximum: number): number {
  if (type === MessageType.keepalive) return HEADER_LENGTH;
  return type === MessageType.open ? Math.min(maximum, OPEN_MAXIMUM) : maximum;
}

const MARKER = 16;
/** The most octets that an OPEN may have, whatever was agreed (RFC 8654 §4). */
export const OPEN_MAXIMUM = 4096;
const MINIMUM: Readonly<Record<number, number>> = {
  [MessageType.open]: 29,
  [MessageType.update]: 23,
  [MessageType.notification]: 21,
  [MessageType.keepalive]: HEADER_LENGTH,
  [MessageType.routeRefresh]: 23,
};
