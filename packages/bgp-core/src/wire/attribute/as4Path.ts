import { UpdateError } from '../../error.ts';
import type { AsPathSegment } from '../../message.ts';
import { Flag } from '../codes.ts';
import { readSegments, segmentsFault, writeSegments } from './asPath.ts';
import { attributeDiscard } from './codec.ts';
import type { AttributeCodec } from './codec.ts';

// as AS_PATH, with numbers of 4 octets

/** AS4_PATH, through which AS numbers of four octets pass speakers that know two (RFC 6793 §3). */
export const as4Path: AttributeCodec = {
  name: 'AS4_PATH',
  flags: Flag.optional | Flag.transitive,
  malformed: attributeDiscard,
  check(octets, start, end) {
    if (start < end) return segmentsFault(octets, start, end, 4);
    return { subcode: UpdateError.malformedAsPath, text: 'is empty' };
  },
  read(into, octets, start, end) {
    into.as4Path = readSegments(octets, start, end, 4);
  },
  value(from, context) {
    if (from.as4Path !== undefined) return writeSegments(from.as4Path, 4, 'as4Path');
    if (context.fourOctetAs || from.asPath === undefined || !needsFourOctets(from.asPath)) return null;
    return writeSegments(from.asPath.filter(isNoConfederation), 4, 'asPath');
  },
};

function needsFourOctets(path: readonly AsPathSegment[]): boolean {
  return path.some((segment) => isNoConfederation(segment) && segment.asns.some((asn) => asn > 0xffff));
}

function isNoConfederation({ kind }: AsPathSegment): boolean {
  return kind === 'sequence' || kind === 'set';
}
