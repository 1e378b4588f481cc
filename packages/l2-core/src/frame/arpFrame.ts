import { macToNumber, NO_MAC } from '@fairlead/inet';
import type { Ipv4Claim } from '../claim.ts';
import { writeArp } from '../wire/arp.ts';
import type { ArpPacket } from '../wire/arp.ts';
import { BROADCAST_MAC, ETHER_TYPE, writeEthernet } from '../wire/ethernet.ts';
import type { FrameBuffer } from '../wire/frameBuffer.ts';

/** The answer to a request for an address that is ours; the Ethernet source is the ARP sender. */
export function writeArpReply(
  frames: FrameBuffer,
  vlan: number | null,
  claim: Ipv4Claim,
  request: ArpPacket,
): void {
  write(frames, vlan, request.senderMac, claim.mac, {
    operation: 'reply',
    senderMac: claim.mac,
    senderAddress: claim.value,
    targetMac: request.senderMac,
    targetAddress: request.senderAddress,
  });
}

/** Both forms of an unasked announcement, as hosts differ in which they heed (RFC 5227 §3, RFC 5944 §4.6). */
export function writeGratuitousArp(
  frames: FrameBuffer,
  vlan: number | null,
  { mac, value }: Ipv4Claim,
): void {
  writeAnnouncement(frames, vlan, mac, mac, value, 'request');
  writeAnnouncement(frames, vlan, mac, mac, value, 'reply');
}

/** Tells on behalf of the next owner where the address is now; sent from our own MAC, so that switches learn nothing wrong. */
export function writeSuccessorArp(
  frames: FrameBuffer,
  vlan: number | null,
  { mac, value }: Ipv4Claim,
  successor: number,
): void {
  writeAnnouncement(frames, vlan, mac, successor, value, 'request');
}

/** "Does anybody have this address?", without a word about ours (RFC 5227 §2.1.1). */
export function writeArpProbe(frames: FrameBuffer, vlan: number | null, { mac, value }: Ipv4Claim): void {
  write(frames, vlan, BROADCAST_MAC, mac, {
    operation: 'request',
    senderMac: mac,
    senderAddress: 0,
    targetMac: NOBODY,
    targetAddress: value,
  });
}

function writeAnnouncement(
  frames: FrameBuffer,
  vlan: number | null,
  source: number,
  owner: number,
  address: number,
  operation: ArpPacket['operation'],
): void {
  write(frames, vlan, BROADCAST_MAC, source, {
    operation,
    senderMac: owner,
    senderAddress: address,
    targetMac: operation === 'request' ? NOBODY : owner,
    targetAddress: address,
  });
}

function write(
  frames: FrameBuffer,
  vlan: number | null,
  destination: number,
  source: number,
  packet: ArpPacket,
): void {
  writeEthernet(frames, { destination, source, vlan, etherType: ETHER_TYPE.arp });
  writeArp(frames, packet);
  frames.end();
}

const NOBODY = macToNumber(NO_MAC);
