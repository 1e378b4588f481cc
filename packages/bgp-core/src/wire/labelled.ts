import { u8 } from './octets.ts';

// length  1 octet, in bits, of all that follows
// labels  3 octets each; the lowest bit ends the stack, as do 0x800000 and 0 in a withdrawal (RFC 8277 §2)
// RD      8 octets, in families of VPNs only (RFC 4364 §4.3.4)
// prefix  the rest

/** Whether the octets are labelled prefixes and nothing else. */
export function areLabelledPrefixes(
  octets: Uint8Array,
  start: number,
  end: number,
  { addPath, distinguisher, bits }: LabelledFormat,
): boolean {
  const header = addPath ? 4 : 0;
  let at = start;
  while (at < end) {
    at += header;
    if (at >= end) return false;
    const length = u8(octets, at);
    const next = at + 1 + ((length + 7) >>> 3);
    if (next > end) return false;
    const room = length - (distinguisher ? DISTINGUISHER : 0);
    const labels = labelBits(octets, at + 1, room);
    if (labels === 0 || room - labels > bits) return false;
    at = next;
  }
  return at === end;
}

export interface LabelledFormat {
  readonly addPath: boolean;
  readonly distinguisher: boolean;
  /** The length of an address. */
  readonly bits: number;
}

/** The bits of the label stack; one that nothing ends has as many labels as there is room for. */
function labelBits(octets: Uint8Array, start: number, room: number): number {
  let bits = 0;
  while (bits + LABEL <= room) {
    const at = start + bits / 8;
    bits += LABEL;
    if ((u8(octets, at + 2) & 1) === 1) break;
    if ((u8(octets, at) & 0x7f) === 0 && u8(octets, at + 1) === 0 && u8(octets, at + 2) === 0) break;
  }
  return bits;
}

const LABEL = 24;
const DISTINGUISHER = 64;
