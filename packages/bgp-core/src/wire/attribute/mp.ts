import { UpdateError } from '../../error.ts';
import { Afi, familyFromCodes, Safi } from '../../family.ts';
import type { Family } from '../../family.ts';
import { Flag } from '../codes.ts';
import type { WireContext } from '../context.ts';
import type { UpdateFault } from '../fault.ts';
import { areLabelledPrefixes } from '../labelled.ts';
import { arePrefixes } from '../nlri.ts';
import { u16, u8 } from '../octets.ts';

// AFI        2 octets
// SAFI       1 octet
// next hop   1 octet of length and so many octets; in MP_REACH_NLRI only
// reserved   1 octet; in MP_REACH_NLRI only
// NLRI       the rest

/** Where the parts of an MP_REACH_NLRI or MP_UNREACH_NLRI stand; in the latter the next hop has no octets (RFC 4760). */
export interface MpView {
  readonly family: Family;
  readonly addPath: boolean;
  readonly nextHopStart: number;
  readonly nextHopEnd: number;
  readonly nlriStart: number;
  readonly nlriEnd: number;
}

/** The Optional and Transitive bits of both attributes. */
export const MP_FLAGS: number = Flag.optional;

/** The parts of an MP_REACH_NLRI, or why its routes cannot be found (RFC 4760 §7, RFC 7606 §7.11). */
export function viewMpReach(
  octets: Uint8Array,
  start: number,
  end: number,
  context: WireContext,
): MpView | UpdateFault {
  if (end - start < REACH_MINIMUM)
    return unreadable(`has ${end - start} octets, not ${REACH_MINIMUM} or more`);
  const afi = u16(octets, start);
  const safi = u8(octets, start + 2);
  const family = familyFromCodes(afi, safi);
  const nextHopLength = u8(octets, start + 3);
  const nextHopStart = start + 4;
  const nextHopEnd = nextHopStart + nextHopLength;
  const nlriStart = nextHopEnd + 1;
  if (nlriStart > end) return unreadable(`has a next hop of ${nextHopLength} octets that does not fit`);
  if (!isNextHopLength(family, nextHopLength)) return wrongNextHop(family, nextHopLength);
  const addPath = context.addPath.receive.has(family);
  if (!areNlri(octets, nlriStart, end, afi, safi, addPath))
    return unreadable(`has NLRI that are none of ${family}`);
  return { family, addPath, nextHopStart, nextHopEnd, nlriStart, nlriEnd: end };
}

/** The parts of an MP_UNREACH_NLRI, or why its routes cannot be found (RFC 4760 §7, RFC 7606 §5.3). */
export function viewMpUnreach(
  octets: Uint8Array,
  start: number,
  end: number,
  context: WireContext,
): MpView | UpdateFault {
  if (end - start < UNREACH_MINIMUM)
    return unreadable(`has ${end - start} octets, not ${UNREACH_MINIMUM} or more`);
  const afi = u16(octets, start);
  const safi = u8(octets, start + 2);
  const family = familyFromCodes(afi, safi);
  const nlriStart = start + UNREACH_MINIMUM;
  const addPath = context.addPath.receive.has(family);
  if (!areNlri(octets, nlriStart, end, afi, safi, addPath))
    return unreadable(`has NLRI that are none of ${family}`);
  return { family, addPath, nextHopStart: nlriStart, nextHopEnd: nlriStart, nlriStart, nlriEnd: end };
}

export function isFault(view: MpView | UpdateFault): view is UpdateFault {
  return 'severity' in view;
}

/** The octets of next hops that unicast families have (RFC 2545 §3, RFC 8950 §3); other families may have any. */
function isNextHopLength(family: Family, length: number): boolean {
  if (family === 'ipv4/unicast') return length === 4 || length === 16 || length === 32;
  if (family === 'ipv6/unicast') return length === 16 || length === 32;
  return true;
}

/** Whether NLRI of a format that is known here have it; of others nothing can be said. */
function areNlri(
  octets: Uint8Array,
  start: number,
  end: number,
  afi: number,
  safi: number,
  addPath: boolean,
): boolean {
  if (afi !== Afi.ipv4 && afi !== Afi.ipv6) return true;
  const bits = afi === Afi.ipv4 ? 32 : 128;
  if (safi === Safi.unicast || safi === Safi.multicast) return arePrefixes(octets, start, end, bits, addPath);
  if (safi !== Safi.labelledUnicast && safi !== Safi.labelledVpn) return true;
  const distinguisher = safi === Safi.labelledVpn;
  return areLabelledPrefixes(octets, start, end, { addPath, distinguisher, bits });
}

function unreadable(text: string): UpdateFault {
  return { severity: 'sessionReset', subcode: UpdateError.optionalAttributeError, text };
}

function wrongNextHop(family: Family, length: number): UpdateFault {
  const text = `has a next hop of ${length} octets for ${family}`;
  return { severity: 'afiSafiDisable', subcode: UpdateError.attributeLengthError, text, family };
}

const REACH_MINIMUM = 5;
const UNREACH_MINIMUM = 3;
