/** One message of rtnetlink(7): its type, and the octets behind the 16 of its header. */
export interface NetlinkMessage {
  readonly type: number;
  readonly sequence: number;
  readonly flags: number;
  readonly body: Uint8Array;
}

/** A message with a fixed header and attributes; attributes nest. */
export function encodeMessage(
  type: number,
  flags: number,
  sequence: number,
  header: Uint8Array,
  attributes: readonly NetlinkAttribute[] = [],
): Uint8Array {
  const body = [padded(header), ...attributes.map(encodeAttribute)];
  const length = 16 + body.reduce((sum, part) => sum + part.length, 0);
  const octets = new Uint8Array(length);
  const view = new DataView(octets.buffer);
  view.setUint32(0, length, true);
  view.setUint16(4, type, true);
  view.setUint16(6, flags, true);
  view.setUint32(8, sequence, true);
  let at = 16;
  for (const part of body) {
    octets.set(part, at);
    at += part.length;
  }
  return octets;
}

export interface NetlinkAttribute {
  readonly type: number;
  readonly value: Uint8Array | readonly NetlinkAttribute[];
}

/** The messages of one datagram; a length that does not fit ends them. */
export function decodeMessages(octets: Uint8Array): readonly NetlinkMessage[] {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const messages: NetlinkMessage[] = [];
  for (let at = 0; at + 16 <= octets.length;) {
    const length = view.getUint32(at, true);
    if (length < 16 || at + length > octets.length) break;
    messages.push({
      type: view.getUint16(at + 4, true),
      flags: view.getUint16(at + 6, true),
      sequence: view.getUint32(at + 8, true),
      body: octets.subarray(at + 16, at + length),
    });
    at += aligned(length);
  }
  return messages;
}

/** The attributes behind a fixed header, by type; the last of one type counts. */
export function decodeAttributes(octets: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const attributes = new Map<number, Uint8Array>();
  for (let at = 0; at + 4 <= octets.length;) {
    const length = view.getUint16(at, true);
    if (length < 4 || at + length > octets.length) break;
    attributes.set(view.getUint16(at + 2, true) & TYPE_MASK, octets.subarray(at + 4, at + length));
    at += aligned(length);
  }
  return attributes;
}

export function readU32(octets: Uint8Array | undefined, at = 0): number | null {
  if (octets === undefined || octets.length < at + 4) return null;
  return new DataView(octets.buffer, octets.byteOffset).getUint32(at, true);
}

export function u32(value: number): Uint8Array {
  const octets = new Uint8Array(4);
  new DataView(octets.buffer).setUint32(0, value, true);
  return octets;
}

/** A string with the zero octet that ends it. */
export function cString(text: string): Uint8Array {
  return Uint8Array.of(...Buffer.from(text), 0);
}

export function readCString(octets: Uint8Array | undefined): string | null {
  if (octets === undefined) return null;
  const end = octets.indexOf(0);
  return Buffer.from(end < 0 ? octets : octets.subarray(0, end)).toString();
}

function encodeAttribute({ type, value }: NetlinkAttribute): Uint8Array {
  const inner = value instanceof Uint8Array ? [value] : value.map(encodeAttribute);
  const length = 4 + inner.reduce((sum, part) => sum + part.length, 0);
  const octets = new Uint8Array(aligned(length));
  const view = new DataView(octets.buffer);
  view.setUint16(0, length, true);
  view.setUint16(2, type, true);
  let at = 4;
  for (const part of inner) {
    octets.set(part, at);
    at += part.length;
  }
  return octets;
}

function padded(octets: Uint8Array): Uint8Array {
  const result = new Uint8Array(aligned(octets.length));
  result.set(octets);
  return result;
}

function aligned(length: number): number {
  return (length + 3) & ~3;
}

const TYPE_MASK = 0x3fff;
