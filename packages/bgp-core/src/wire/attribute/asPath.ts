import { AS_TRANS } from '@fairlead/inet';
import type { Asn } from '@fairlead/inet';
import { Writer } from '@fairlead/inet';
import { UpdateError } from '../../error.ts';
import type { AsPathSegment } from '../../message.ts';
import { Flag } from '../codes.ts';
import { u16, u32, u8 } from '../octets.ts';
import { treatAsWithdraw } from './codec.ts';
import type { AttributeCodec, AttributeFault } from './codec.ts';

// segments, each:
//   type    1 octet: 1 AS_SET, 2 AS_SEQUENCE, 3 AS_CONFED_SEQUENCE, 4 AS_CONFED_SET
//   length  1 octet, in AS numbers, not 0
//   numbers of 2 or 4 octets each, none of them 0 (RFC 7607 §2)

/** AS_PATH (RFC 4271 §4.3, RFC 5065 §3, RFC 6793 §3). */
export const asPath: AttributeCodec = {
  name: 'AS_PATH',
  flags: Flag.transitive,
  malformed: treatAsWithdraw,
  check(octets, start, end, context) {
    return segmentsFault(octets, start, end, context.fourOctetAs ? 4 : 2);
  },
  read(into, octets, start, end, { context }) {
    into.asPath = readSegments(octets, start, end, context.fourOctetAs ? 4 : 2);
  },
  value(from, context) {
    return from.asPath === undefined
      ? null
      : writeSegments(from.asPath, context.fourOctetAs ? 4 : 2, 'asPath');
  },
};

export function segmentsFault(
  octets: Uint8Array,
  start: number,
  end: number,
  size: 2 | 4,
): AttributeFault | null {
  let at = start;
  while (at < end) {
    if (end - at < 2) return malformed('ends inside the header of a segment');
    const type = u8(octets, at);
    const count = u8(octets, at + 1);
    if (type < 1 || type > KINDS.length) return malformed(`has a segment of type ${type}`);
    if (count === 0) return malformed('has an empty segment');
    const next = at + 2 + count * size;
    if (next > end) return malformed(`has a segment of ${count} AS numbers in ${end - at - 2} octets`);
    for (at += 2; at < next; at += size) {
      if ((size === 4 ? u32(octets, at) : u16(octets, at)) === 0) return malformed('has AS number 0');
    }
  }
  return null;
}

export function readSegments(
  octets: Uint8Array,
  start: number,
  end: number,
  size: 2 | 4,
): readonly AsPathSegment[] {
  if (start === end) return NO_SEGMENTS;
  const first = readSegment(octets, start, size);
  let at = endOfSegment(octets, start, size);
  // Nearly all paths have one, and a list that grows has room for sixteen more.
  if (at === end) return [first];
  const segments = [first];
  while (at < end) {
    segments.push(readSegment(octets, at, size));
    at = endOfSegment(octets, at, size);
  }
  return segments;
}

function readSegment(octets: Uint8Array, start: number, size: 2 | 4): AsPathSegment {
  const asns = new Array<Asn>(u8(octets, start + 1));
  for (let i = 0; i < asns.length; i++) asns[i] = asnAt(octets, start + 2 + i * size, size);
  return { kind: KINDS[u8(octets, start) - 1] ?? 'sequence', asns };
}

function endOfSegment(octets: Uint8Array, start: number, size: 2 | 4): number {
  return start + 2 + u8(octets, start + 1) * size;
}

/** Segments of more than 255 AS numbers are divided; a number that does not fit two octets becomes AS_TRANS. */
export function writeSegments(segments: readonly AsPathSegment[], size: 2 | 4, field: string): Uint8Array {
  const writer = new Writer();
  segments.forEach(({ kind, asns }, index) => {
    const type = KINDS.indexOf(kind) + 1;
    if (type === 0)
      throw new RangeError(`${field}[${index}].kind is one of ${KINDS.join(', ')}, not ${kind}`);
    if (asns.length === 0) throw new RangeError(`${field}[${index}].asns is empty`);
    for (let from = 0; from < asns.length; from += MAXIMUM_COUNT) {
      const part = asns.slice(from, from + MAXIMUM_COUNT);
      writer.u8(type).u8(part.length);
      for (const asn of part) writeAsn(writer, asn, size, `${field}[${index}].asns`);
    }
  });
  return writer.finish();
}

/** Writes an AS number, as AS_TRANS where it does not fit. */
export function writeAsn(writer: Writer, asn: number, size: 2 | 4, field: string): void {
  if (!Number.isInteger(asn) || asn < 1 || asn > 0xffffffff) {
    throw new RangeError(`${field}: an AS number is 1 to 4294967295, not ${asn}`);
  }
  if (size === 4) writer.u32(asn);
  else writer.u16(asn > 0xffff ? AS_TRANS : asn);
}

/** An AS number that a check found not to be 0. */
export function asnAt(octets: Uint8Array, at: number, size: 2 | 4): Asn {
  return (size === 4 ? u32(octets, at) : u16(octets, at)) as Asn;
}

function malformed(text: string): AttributeFault {
  return { subcode: UpdateError.malformedAsPath, text };
}

const KINDS: readonly AsPathSegment['kind'][] = ['set', 'sequence', 'confedSequence', 'confedSet'];
const NO_SEGMENTS: readonly AsPathSegment[] = [];
const MAXIMUM_COUNT = 255;
