import { internetChecksum, Reader } from '@fairlead/inet';
import type { FrameBuffer } from './frameBuffer.ts';
import { readIpv6, writeIpv6 } from './ipv6Words.ts';
import type { Ipv6Words } from './ipv6Words.ts';
import type { Malformed } from './malformed.ts';

/**
 * An ICMPv6 message in its IPv6 header (RFC 8200 §3, RFC 4443 §2.1), hop limit and checksum verified:
 *
 *     version, class, flow 4 | payload length 2 | next header 1 = 58 | hop limit 1 = 255 | source 16 | destination 16
 *     type 1 | code 1 | checksum 2 | body
 */
export interface Icmpv6 {
  readonly source: Ipv6Words;
  readonly destination: Ipv6Words;
  readonly type: number;
  readonly code: number;
  readonly body: Reader;
}

/** Reads a message that neighbour discovery may accept (RFC 4861 §7.1); what pads the frame is left over. */
export function readIcmpv6(reader: Reader): Icmpv6 | Malformed {
  if (reader.remaining < IPV6_HEADER) return 'truncated';
  if (reader.u32('the version') >>> 28 !== 6) return 'ipv6Version';
  const length = reader.u16('the payload length');
  if (reader.u8('the next header') !== ICMPV6) return 'notIcmpv6';
  if (reader.u8('the hop limit') !== HOP_LIMIT) return 'hopLimit';
  if (length < ICMPV6_HEADER || ADDRESSES + length > reader.remaining) return 'truncated';
  const covered = reader.bytes(ADDRESSES + length, 'what the checksum covers');
  if (internetChecksum(covered, length + ICMPV6) !== 0) return 'checksum';
  const body = new Reader(covered);
  const source = readIpv6(body);
  const destination = readIpv6(body);
  const type = body.u8('the type');
  const code = body.u8('the code');
  body.skip(2, 'the checksum');
  return { source, destination, type, code, body };
}

/** Writes the headers, then the body that `write` writes, then fills in length and checksum. */
export function writeIcmpv6(
  frames: FrameBuffer,
  message: Omit<Icmpv6, 'body'>,
  write: (frames: FrameBuffer) => void,
): void {
  const start = frames.position;
  frames
    .u32(6 << 28)
    .u16(0)
    .u8(ICMPV6)
    .u8(HOP_LIMIT);
  const covered = frames.position;
  writeIpv6(frames, message.source);
  writeIpv6(frames, message.destination);
  const payload = frames.position;
  frames.u8(message.type).u8(message.code).u16(0);
  write(frames);
  const length = frames.position - payload;
  frames.patchU16(start + 4, length);
  frames.patchU16(payload + 2, internetChecksum(frames.since(covered), length + ICMPV6));
}

const IPV6_HEADER = 40;
/** The pseudo-header (RFC 8200 §8.1) is these two addresses, which lie before the message, and two numbers. */
const ADDRESSES = 32;
const ICMPV6_HEADER = 4;
const ICMPV6 = 58;
const HOP_LIMIT = 255;
