import { internetChecksum, millis, Reader } from '@fairlead/inet';
import { ETHER_TYPE, ipv6Of, readArp, readEthernet, readNeighbor } from '@fairlead/l2-core/wire';
import type { ConflictPolicy } from '@fairlead/l2-core';
import { owned, TestHost } from './segment.ts';
import { octets, vector, vectorNames } from './vector.ts';

/** Frames to begin with: those of others, the same with a tag, and such that once did harm. */
export function fuzzSeeds(): readonly Uint8Array[] {
  const frames = vectorNames().map(vector);
  return [...frames, ...frames.map((frame) => withTag(frame))];
}

/** A neighbour of a frame: some octets changed, cut, doubled or spliced; half of the time with its checksum made right. */
export function mutateFrame(seed: Uint8Array, other: Uint8Array, random: () => number): Uint8Array {
  const below = (limit: number): number => Math.floor(random() * limit);
  let frame = Uint8Array.from(seed);
  for (let changes = 1 + below(4); changes > 0; changes--) {
    const at = below(frame.length + 1);
    switch (below(8)) {
      case 0:
        frame = frame.slice(0, at);
        break;
      case 1:
        frame = Uint8Array.of(...frame.subarray(0, at), ...other.subarray(below(other.length)));
        break;
      case 2:
        frame = Uint8Array.of(...frame.subarray(0, at), below(256), ...frame.subarray(at));
        break;
      case 3:
        frame[at] = INTERESTING[below(INTERESTING.length)] ?? 0;
        break;
      case 4:
        frame.set(
          OWN_ADDRESSES[below(OWN_ADDRESSES.length)]?.subarray(0, Math.max(0, frame.length - at)) ?? [],
          at,
        );
        break;
      default:
        frame[at] = below(256);
    }
    frame = frame.subarray(0, LONGEST);
  }
  return random() < 0.5 ? checksummed(frame) : frame;
}

/** Takes frames for ever; throws where one breaks a promise. */
export class FuzzedHost {
  #host = made('defend');
  #frames = 0;

  /** A frame is answered by one frame at most, which is well-formed, from us, and about an address of ours. */
  take(frame: Uint8Array): void {
    if (this.#frames++ % 10_000 === 0)
      this.#host = made(POLICIES[this.#frames % POLICIES.length] ?? 'ignore');
    const host = this.#host;
    host.now = millis(host.now + 1);
    const verdict = host.receive(frame);
    const answers = host.takeFrames();
    if (answers.length !== (verdict === 'replied' ? 1 : 0))
      throw new Error(`${verdict}: ${answers.length} frames`);
    for (const answer of answers) check(answer);
    for (const { frame: unasked } of host.pass(0)) check(unasked);
    for (const { kind } of host.takeEvents()) if (kind === 'owned') throw new Error('a frame made us owner');
  }
}

function made(conflict: ConflictPolicy): TestHost {
  const host = new TestHost(OURS, { conflict, refresh: millis(0), burst: [millis(0)] });
  host.own(owned(...OWNED));
  host.takeEvents();
  return host;
}

function check(answer: Uint8Array): void {
  const reader = new Reader(answer);
  const header = readEthernet(reader);
  if (typeof header === 'string') throw new Error(`we sent ${header}`);
  if (header.source !== 0x22bef3342e19) throw new Error(`we sent as ${header.source.toString(16)}`);
  if (header.etherType === ETHER_TYPE.arp) {
    const packet = readArp(reader);
    if (typeof packet === 'string') throw new Error(`we sent ${packet}`);
    if (packet.senderAddress !== 0xc0000202)
      throw new Error(`we spoke as ${packet.senderAddress.toString(16)}`);
    return;
  }
  const message = readNeighbor(reader);
  if (typeof message === 'string') throw new Error(`we sent ${message}`);
  if (message.kind !== 'advertisement') throw new Error('we asked');
  const target = ipv6Of(message.target);
  if (!OWNED.includes(target)) throw new Error(`we spoke as ${target}`);
}

/** The frame with its ICMPv6 checksum made right, where it has room for one. */
function checksummed(frame: Uint8Array): Uint8Array {
  const ip = frame[12] === 0x81 ? 18 : 14;
  if (frame.length < ip + 44 || frame[ip - 2] !== 0x86) return frame;
  const length = ((frame[ip + 4] ?? 0) << 8) | (frame[ip + 5] ?? 0);
  const covered = frame.subarray(ip + 8, ip + 40 + length);
  frame.set([0, 0], ip + 42);
  const sum = internetChecksum(covered, length + 58);
  frame.set([sum >> 8, sum & 255], ip + 42);
  return frame;
}

function withTag(frame: Uint8Array): Uint8Array {
  return Uint8Array.of(...frame.subarray(0, 12), 0x81, 0, 0, 0, ...frame.subarray(12));
}

const OURS = '22:be:f3:34:2e:19';
const OWNED: readonly string[] = ['192.0.2.2', '2001:db8::2', '2001:db8::1'];
const POLICIES: readonly ConflictPolicy[] = ['defend', 'ignore', 'yield'];
const INTERESTING = [0, 1, 2, 6, 8, 14, 16, 58, 127, 128, 134, 135, 136, 137, 254, 255];
const LONGEST = 256;
const OWN_ADDRESSES = [
  octets('c0000202'),
  octets('20010db8000000000000000000000002'),
  octets('22bef3342e19'),
];
