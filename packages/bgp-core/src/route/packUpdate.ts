import { afiOf, safiOf } from '../family.ts';
import type { UnicastFamily } from '../family.ts';
import { AttributeCode, Flag, MessageType } from '../wire/codes.ts';
import type { Exported } from './exportAttributes.ts';
import type { PathTable } from './pathTable.ts';

/** A buffer that messages are written to, one behind the other. */
export class MessageBuffer {
  readonly octets: Uint8Array;
  readonly view: DataView;
  readonly #size: number;
  /** Where the next octet goes. */
  at = 0;

  constructor(size: number) {
    // Words may be written that reach behind what counts.
    const octets = new ArrayBuffer(size + WORD);
    this.octets = new Uint8Array(octets);
    this.view = new DataView(octets);
    this.#size = size;
  }

  get room(): number {
    return this.#size - this.at;
  }

  /** What was written. */
  written(): Uint8Array {
    return this.octets.subarray(0, this.at);
  }

  u8(value: number): void {
    this.octets[this.at++] = value;
  }

  u16(value: number): void {
    this.patchU16(this.at, value);
    this.at += 2;
  }

  bytes(octets: Uint8Array): void {
    this.octets.set(octets, this.at);
    this.at += octets.length;
  }

  patchU16(at: number, value: number): void {
    this.octets[at] = value >>> 8;
    this.octets[at + 1] = value;
  }
}

/** Paths to write: a slot, and for each slot the next. */
export interface Chain {
  readonly paths: PathTable;
  readonly next: Int32Array;
  /** Whether path identifiers are written (RFC 7911 §3). */
  readonly addPath: boolean;
  /** The slot to be written next, or -1. */
  slot: number;
}

/** Writes one UPDATE of at most so many octets that withdraws the paths of the chain as far as they fit. */
export function packWithdraw(
  buffer: MessageBuffer,
  maximum: number,
  family: UnicastFamily,
  chain: Chain,
): void {
  const start = beginUpdate(buffer);
  if (family === 'ipv4/unicast') {
    const field = buffer.at;
    buffer.u16(0);
    packNlri(buffer, start + maximum - 2, chain);
    buffer.patchU16(field, buffer.at - field - 2);
    buffer.u16(0);
  } else {
    buffer.u16(0);
    const field = buffer.at;
    buffer.u16(0);
    const value = beginMp(buffer, AttributeCode.mpUnreach, family);
    packNlri(buffer, start + maximum, chain);
    buffer.patchU16(value - 2, buffer.at - value);
    buffer.patchU16(field, buffer.at - field - 2);
  }
  endMessage(buffer, start);
}

/** Writes one UPDATE of at most so many octets that announces the paths of the chain as far as they fit. */
export function packAnnounce(
  buffer: MessageBuffer,
  maximum: number,
  family: UnicastFamily,
  chain: Chain,
  { octets, mpNextHop }: Extract<Exported, { readonly kind: 'attributes' }>,
): void {
  const start = beginUpdate(buffer);
  buffer.u16(0);
  if (mpNextHop === null) {
    buffer.u16(octets.length);
    buffer.bytes(octets);
    packNlri(buffer, start + maximum, chain);
  } else {
    const field = buffer.at;
    buffer.u16(0);
    const value = beginMp(buffer, AttributeCode.mpReach, family);
    buffer.u8(mpNextHop.length);
    buffer.bytes(mpNextHop);
    buffer.u8(0);
    packNlri(buffer, start + maximum - octets.length, chain);
    buffer.patchU16(value - 2, buffer.at - value);
    buffer.bytes(octets);
    buffer.patchU16(field, buffer.at - field - 2);
  }
  endMessage(buffer, start);
}

function beginUpdate(buffer: MessageBuffer): number {
  const start = buffer.at;
  buffer.octets.fill(0xff, start, start + MARKER);
  buffer.at += MARKER;
  buffer.u16(0);
  buffer.u8(MessageType.update);
  return start;
}

function endMessage(buffer: MessageBuffer, start: number): void {
  buffer.patchU16(start + MARKER, buffer.at - start);
}

/** Writes the head of an attribute of RFC 4760 with room for a length of two octets; returns where its value begins. */
function beginMp(buffer: MessageBuffer, code: number, family: UnicastFamily): number {
  buffer.u8(Flag.optional | Flag.extendedLength);
  buffer.u8(code);
  buffer.u16(0);
  const value = buffer.at;
  buffer.u16(afiOf(family));
  buffer.u8(safiOf(family));
  return value;
}

function packNlri(buffer: MessageBuffer, limit: number, chain: Chain): void {
  if (chain.paths.words === 1) packIpv4(buffer, limit, chain);
  else packIpv6(buffer, limit, chain);
}

function packIpv4(buffer: MessageBuffer, limit: number, chain: Chain): void {
  const { octets, view } = buffer;
  const { next, addPath } = chain;
  const { addresses, lengths } = chain.paths;
  let { slot } = chain;
  let at = buffer.at;
  while (slot >= 0) {
    const length = lengths[slot] as number;
    const end = at + (addPath ? WORD : 0) + 1 + ((length + 7) >>> 3);
    if (end > limit) break;
    if (addPath) {
      view.setUint32(at, chain.paths.pathId(slot));
      at += WORD;
    }
    octets[at] = length;
    // All four octets, however many count: what follows is written over the others.
    view.setUint32(at + 1, addresses[slot] as number);
    at = end;
    slot = next[slot] as number;
  }
  buffer.at = at;
  chain.slot = slot;
}

function packIpv6(buffer: MessageBuffer, limit: number, chain: Chain): void {
  const { octets, view } = buffer;
  const { next, addPath } = chain;
  const { addresses, lengths } = chain.paths;
  let { slot } = chain;
  let at = buffer.at;
  while (slot >= 0) {
    const length = lengths[slot] as number;
    const size = (length + 7) >>> 3;
    if (at + (addPath ? WORD : 0) + 1 + size > limit) break;
    if (addPath) {
      view.setUint32(at, chain.paths.pathId(slot));
      at += WORD;
    }
    octets[at++] = length;
    for (let i = 0; i < size; i++) {
      octets[at++] = (addresses[slot * 4 + (i >>> 2)] as number) >>> (24 - (i & 3) * 8);
    }
    slot = next[slot] as number;
  }
  buffer.at = at;
  chain.slot = slot;
}

const MARKER = 16;
const WORD = 4;
