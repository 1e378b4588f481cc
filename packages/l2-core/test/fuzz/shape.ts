import { internetChecksum } from '@fairlead/inet';
import type { Random } from '@fairlead/testing';
import { octets } from '../support/vector.ts';

/** A frame, and how long after the one before it comes, in units of 50 ms. */
export interface TimedFrame {
  readonly after: number;
  readonly frame: Uint8Array;
}

/** An input out of flags and frames. */
export function inputOf(flags: number, frames: readonly TimedFrame[]): Uint8Array {
  const kept = frames.map(({ after, frame }) => ({ after, frame: frame.subarray(0, LONGEST) }));
  const input = new Uint8Array(kept.reduce((sum, { frame }) => sum + 2 + frame.length, 1));
  input[0] = flags;
  let at = 1;
  for (const { after, frame } of kept) {
    input[at] = after;
    input[at + 1] = frame.length;
    input.set(frame, at + 2);
    at += 2 + frame.length;
  }
  return input;
}

/** The frames of an input; one that is cut short is the last. */
export function framesOf(input: Uint8Array): readonly TimedFrame[] {
  const frames: TimedFrame[] = [];
  for (let at = 1; at + 2 <= input.length && frames.length < MOST_FRAMES;) {
    const [after = 0, length = 0] = input.subarray(at);
    frames.push({ after, frame: input.slice(at + 2, at + 2 + length) });
    at += 2 + length;
  }
  return frames;
}

/** An ARP packet or a message of neighbour discovery, right in most places, with addresses that mean something to us. */
export function generateFrame(random: Random): Uint8Array {
  const ends = octets(`${pick(MACS, random)}${pick(MACS, random)}${pick(TAGS, random)}`);
  const body = random.below(2) === 0 ? arpBody(random) : neighborBody(random);
  return repair(Uint8Array.of(...ends, ...body));
}

/** Makes the payload length and the checksum of an ICMPv6 message right, where the frame has room for them. */
export function repairFrame({ after, frame }: TimedFrame): TimedFrame {
  return { after, frame: repair(frame.slice()) };
}

function repair(frame: Uint8Array): Uint8Array {
  const ip = frame[12] === 0x81 ? 18 : 14;
  if (frame.length < ip + 44 || frame[ip - 2] !== 0x86) return frame;
  const length = frame.length - ip - 40;
  frame.set([length >> 8, length & 255], ip + 4);
  frame.set([0, 0], ip + 42);
  const sum = internetChecksum(frame.subarray(ip + 8), length + 58);
  frame.set([sum >> 8, sum & 255], ip + 42);
  return frame;
}

function arpBody(random: Random): Uint8Array {
  const operation = pick(['0001', '0001', '0002', '0002', '0003'], random);
  const ends = [pick(MACS, random), pick(IPV4, random), pick(MACS, random), pick(IPV4, random)];
  return octets(`0806 0001 0800 06 04 ${operation} ${ends.join('')}${'00'.repeat(random.below(20))}`);
}

function neighborBody(random: Random): Uint8Array {
  const type = pick(['87', '87', '88', '88', '85'], random);
  const flags = pick(['00', '20', '60', 'a0', 'e0'], random);
  const option = pick(
    ['', `0101${pick(MACS, random)}`, `0201${pick(MACS, random)}`, `0e01${'00'.repeat(6)}`],
    random,
  );
  const source = pick(IPV6, random);
  const destination = pick(IPV6, random);
  return octets(
    `86dd 60000000 0000 3a ff ${source}${destination} ${type}00 0000 ${flags}000000 ${pick(IPV6, random)}${option}`,
  );
}

function pick<T>(choices: readonly T[], random: Random): T {
  const chosen = choices[random.below(choices.length)];
  if (chosen === undefined) throw new RangeError('nothing to choose from');
  return chosen;
}

const LONGEST = 255;
const MOST_FRAMES = 16;
const MACS = ['22bef3342e19', '00005e00010a', '020000000007', 'ffffffffffff', '3333ff000002', '000000000000'];
const TAGS = ['', '', '', '81000064', '81000000', '81000007'];
const IPV4 = ['c0000202', 'c0000201', 'c0000209', '00000000', 'e0000001', 'ffffffff'];
const IPV6 = [
  '20010db8000000000000000000000002',
  '20010db8000000000000000000000001',
  '20010db8000000000000000000000009',
  'fe800000000000000000000000000009',
  '00000000000000000000000000000000',
  'ff0200000000000000000001ff000002',
  'ff0200000000000000000001ff000001',
  'ff020000000000000000000000000001',
];
