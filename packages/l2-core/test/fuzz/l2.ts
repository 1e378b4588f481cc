import { join } from 'node:path';
import { macFromBytes, macToNumber, millis, Reader } from '@fairlead/inet';
import type { IpAddress, MacAddress } from '@fairlead/inet';
import { ETHER_TYPE, readArp, readEthernet, readNeighbor } from '@fairlead/l2-core/wire';
import type { ConflictPolicy } from '@fairlead/l2-core';
import type { FuzzTarget } from '@fairlead/testing';
import { address, mac, TestHost } from '../support/segment.ts';
import { vector, vectorNames } from '../support/vector.ts';
import { speaker } from './speaker.ts';
import { framesOf, generateFrame, inputOf, repairFrame } from './shape.ts';

/**
 * Frames from neighbours. The first octet of an input says how our addresses stand; then come frames, each behind an octet for
 * the time before it and one for its length. Nothing throws; a frame is answered by one frame at most; what we send is well-formed,
 * from our MAC, and about an address that was ours when it left.
 */
export const l2: FuzzTarget = {
  name: 'l2',
  crashes: join(import.meta.dirname, '../malformed'),
  seeds: () =>
    vectorNames().flatMap((name, index) => {
      const [plain, tagged] = [vector(name), withTag(vector(name))].map((frame) => ({ after: 1, frame }));
      if (plain === undefined || tagged === undefined) return [];
      return [inputOf(index, [plain]), inputOf(index + 8, [tagged, plain, plain])];
    }),
  generate: (random) =>
    inputOf(
      random.below(256),
      Array.from({ length: 1 + random.below(4) }, () => ({
        after: random.below(4),
        frame: generateFrame(random),
      })),
    ),
  repair: (input) => inputOf(input[0] ?? 0, framesOf(input).map(repairFrame)),
  run: (input) => {
    const [flags = 0] = input;
    const host = hostOf(flags);
    const frames = framesOf(input);
    const hasPartners = (flags & 64) !== 0;
    if (hasPartners) host.responder.setPartners(sourcesOf(frames[0]?.frame));
    for (const { after, frame } of frames) {
      for (const unasked of host.pass(after * 50)) check(unasked.frame);
      host.takeEvents();
      const verdict = host.receive(frame);
      const answers = host.takeFrames();
      if (answers.length !== (verdict === 'replied' ? 1 : 0)) {
        throw new Error(`${verdict}, and ${answers.length} frames sent`);
      }
      for (const answer of answers) {
        const about = check(answer);
        if (!isOwner(host, about)) throw new Error('an answer for an address that is not ours');
      }
      for (const { kind } of host.takeEvents()) {
        if (kind === 'owned') throw new Error('a frame made us owner');
        if (kind === 'handover' && !hasPartners) throw new Error('a handover to nobody');
      }
    }
  },
};

/** Two addresses of each family: one of ours, and one with or without a virtual MAC that is just claimed or still probed for. */
function hostOf(flags: number): TestHost {
  const conflict = POLICIES[flags & 3] ?? 'defend';
  const times = { burst: BURST, refresh: millis(60_000) };
  const host = new TestHost(OURS, { conflict, ...times }, (flags & 4) === 0 ? null : VLAN);
  const { responder, now } = host;
  responder.own(SETTLED, now);
  const probe = (flags & 16) !== 0;
  const virtual = (flags & 8) !== 0 ? { mac: VIRTUAL } : {};
  for (const each of FRESH) responder.claim({ address: each.address, probe, ...virtual }, now);
  if ((flags & 32) !== 0) responder.linkChanged({ mac: host.mac, isUp: false, vlan: null }, now);
  responder.frames.ipv4.clear();
  responder.frames.ipv6.clear();
  host.takeEvents();
  return host;
}

/** The MAC addresses by which a frame may speak: that of its header, and the sender of ARP. */
function sourcesOf(frame: Uint8Array = new Uint8Array()): readonly MacAddress[] {
  return [6, 22].flatMap((at) => (frame.length < at + 6 ? [] : [macFromBytes(frame.subarray(at, at + 6))]));
}

function isOwner(host: TestHost, about: IpAddress): boolean {
  const state = host.responder.status().find((status) => status.address === about)?.state;
  return state === 'announcing' || state === 'settled';
}

/** Whether we may have sent the frame; answers the address that it is about. */
function check(frame: Uint8Array): IpAddress {
  const reader = new Reader(frame);
  const header = readEthernet(reader);
  if (typeof header === 'string') throw new Error(`we sent ${header}`);
  if (!SOURCES.has(header.source)) {
    throw new Error('we sent from a MAC that is not ours');
  }
  const message = header.etherType === ETHER_TYPE.arp ? readArp(reader) : readNeighbor(reader);
  if (typeof message === 'string') throw new Error(`we sent ${message}`);
  const { about, as } = speaker(message);
  if (as !== null && as !== header.source) throw new Error('the sender is not the source of the frame');
  if (!OWNED.has(about)) throw new Error(`we spoke of ${about}`);
  return about;
}

function withTag(frame: Uint8Array): Uint8Array {
  return Uint8Array.of(...frame.subarray(0, 12), 0x81, 0, 0, VLAN, ...frame.subarray(12));
}

const OURS = '22:be:f3:34:2e:19';
const VIRTUAL = mac('00:00:5e:00:01:0a');
const SOURCES = new Set([mac(OURS), VIRTUAL].map(macToNumber));
const VLAN = 100;
const BURST = [0, 100, 1000].map(millis);
const SETTLED = ['192.0.2.2', '2001:db8::2'].map((text) => ({ address: address(text) }));
const FRESH = ['192.0.2.1', '2001:db8::1'].map((text) => ({ address: address(text) }));
const OWNED = new Set([...SETTLED, ...FRESH].map((each) => each.address));
const POLICIES: readonly ConflictPolicy[] = ['defend', 'ignore', 'yield'];
