import { macFromNumber, macToNumber, Reader } from '@fairlead/inet';
import type { IpAddress, IpFamily, MacAddress, Millis } from '@fairlead/inet';
import type { Claim, Ipv4Claim, Ipv6Claim } from './claim.ts';
import { Claims } from './claims.ts';
import type { ClaimStatus, ResponderEvent } from './event.ts';
import { writeArpReply } from './frame/arpFrame.ts';
import { writeAdvertisement } from './frame/neighborFrame.ts';
import {
  isPlausibleArpSender,
  isPlausibleNeighborSender,
  judgeArp,
  judgeSolicitation,
} from './machine/judge.ts';
import type { Judgement } from './machine/judge.ts';
import { settingsOf } from './options.ts';
import type { OwnedAddress, ResponderOptions } from './options.ts';
import type { Verdict } from './reason.ts';
import { noVerdicts } from './statistics.ts';
import type { Statistics } from './statistics.ts';
import { readArp } from './wire/arp.ts';
import type { ArpPacket } from './wire/arp.ts';
import { ETHER_TYPE, isGroup, readEthernet } from './wire/ethernet.ts';
import type { EthernetHeader } from './wire/ethernet.ts';
import type { FrameBuffer } from './wire/frameBuffer.ts';
import { readNeighbor } from './wire/neighbor.ts';
import type { NeighborAdvertisement, NeighborSolicitation } from './wire/neighbor.ts';

/** The link that a responder answers on. */
export interface Link {
  readonly mac: MacAddress;
  readonly isUp: boolean;
  /** The VLAN whose frames are meant; `null` for untagged ones. */
  readonly vlan: number | null;
}

/**
 * Answers ARP and NDP on one link for the addresses it owns: frames in, frames out, time as an argument. After each call,
 * send what is in `frames` and clear it, do what `takeEvents` says, and call `deadlineReached` at `nextDeadline`.
 */
export class Responder {
  readonly #claims: Claims;
  readonly #received = noVerdicts();
  #partners: ReadonlySet<number> = new Set();

  constructor(link: Link, now: Millis, options: ResponderOptions = {}) {
    this.#claims = new Claims(link, settingsOf(options), now);
  }

  /** Frames to send: ARP and neighbour discovery. */
  get frames(): Readonly<Record<IpFamily, FrameBuffer>> {
    return this.#claims.frames;
  }

  /** Replaces what is answered for; what is in both sets goes on undisturbed. */
  own(addresses: readonly OwnedAddress[], now: Millis): void {
    this.#claims.replace(addresses, now);
  }

  /** Answers for one address more; what is answered for already goes on undisturbed. */
  claim(address: OwnedAddress, now: Millis): void {
    this.#claims.claim(address, now);
  }

  /** Answers for an address no longer; with `successor`, tells the neighbours which MAC has it now, if the budget allows. */
  release(address: IpAddress, successor: MacAddress | null = null): void {
    this.#claims.release(address, successor);
  }

  /**
   * Replaces the MAC addresses of the hosts that take addresses over from us, and we from them. While an address moves, two may
   * have it for a moment: that is a handover and no conflict.
   */
  setPartners(macs: Iterable<MacAddress>): void {
    this.#partners = new Set(Array.from(macs, macToNumber));
  }

  /** The link went up or down, or has another MAC address; addresses are announced again when it is up. */
  linkChanged(link: Link, now: Millis): void {
    this.#claims.linkChanged(link, now);
  }

  /** A frame, being the octets from `start` to `end`. */
  receive(octets: Uint8Array, start: number, end: number, now: Millis): Verdict {
    const verdict = this.#judge(new Reader(octets, start, end), now);
    this.#received[verdict]++;
    return verdict;
  }

  deadlineReached(now: Millis): void {
    this.#claims.deadlineReached(now);
  }

  /** When to call `deadlineReached`; a call too early or too often changes nothing. */
  nextDeadline(): Millis | null {
    return this.#claims.nextDeadline();
  }

  /** What happened since the last call. */
  takeEvents(): readonly ResponderEvent[] {
    return this.#claims.takeEvents();
  }

  statistics(): Statistics {
    return { received: { ...this.#received }, unasked: this.#claims.unasked };
  }

  status(): readonly ClaimStatus[] {
    return Array.from(this.#claims.table, statusOf);
  }

  #judge(reader: Reader, now: Millis): Verdict {
    const header = readEthernet(reader);
    if (typeof header === 'string') return header;
    const { link, linkMac } = this.#claims;
    if (header.vlan !== link.vlan) return 'otherVlan';
    if (header.source === linkMac) return 'ownFrame';
    if (isGroup(header.source)) return 'groupSource';
    switch (header.etherType) {
      case ETHER_TYPE.arp:
        return this.#receiveArp(header, reader, now);
      case ETHER_TYPE.ipv6:
        return this.#receiveNeighbor(header, reader, now);
      default:
        return 'otherEtherType';
    }
  }

  #receiveArp(header: EthernetHeader, reader: Reader, now: Millis): Verdict {
    const packet = readArp(reader);
    if (typeof packet === 'string') return packet;
    if (!isPlausibleArpSender(packet)) return 'invalidSender';
    const { table, linkMac } = this.#claims;
    const rival = this.#meetSender(table.ipv4(packet.senderAddress), packet.senderMac, now);
    const claim = packet.senderAddress === packet.targetAddress ? null : table.ipv4(packet.targetAddress);
    if (claim === null) return rival ?? 'notOwned';
    if (packet.operation === 'request') claim.requests++;
    return this.#carryOutArp(judgeArp(header, packet, claim, linkMac), claim, packet, now);
  }

  #carryOutArp(judgement: Judgement, claim: Ipv4Claim, packet: ArpPacket, now: Millis): Verdict {
    if (judgement === 'rivalProbe') return this.#rivalProbe(claim, packet.senderMac, now);
    if (judgement !== 'reply') return judgement;
    claim.replies++;
    writeArpReply(this.frames.ipv4, this.#claims.link.vlan, claim, packet);
    return 'replied';
  }

  #receiveNeighbor(header: EthernetHeader, reader: Reader, now: Millis): Verdict {
    const message = readNeighbor(reader);
    if (typeof message === 'string') return message;
    return message.kind === 'solicitation'
      ? this.#receiveSolicitation(header, message, now)
      : this.#receiveAdvertisement(header, message, now);
  }

  #receiveSolicitation(header: EthernetHeader, message: NeighborSolicitation, now: Millis): Verdict {
    if (!isPlausibleNeighborSender(message)) return 'invalidSender';
    const { table, linkMac } = this.#claims;
    const askerMac = message.linkLayerAddress ?? header.source;
    const rival = this.#meetSender(table.ipv6(message.source), askerMac, now);
    const claim = table.ipv6(message.target);
    if (claim === null) return rival ?? 'notOwned';
    claim.requests++;
    const judgement = judgeSolicitation(header, message, claim, linkMac);
    return this.#carryOutSolicitation(judgement, claim, message, header.source, now);
  }

  #carryOutSolicitation(
    judgement: Judgement,
    claim: Ipv6Claim,
    message: NeighborSolicitation,
    askerMac: number,
    now: Millis,
  ): Verdict {
    if (judgement === 'rivalProbe') return this.#rivalProbe(claim, askerMac, now);
    if (judgement !== 'reply') return judgement;
    claim.replies++;
    writeAdvertisement(this.frames.ipv6, this.#claims.link.vlan, claim, message, askerMac);
    return 'replied';
  }

  #receiveAdvertisement(header: EthernetHeader, message: NeighborAdvertisement, now: Millis): Verdict {
    const claim = this.#claims.table.ipv6(message.target);
    return this.#meetSender(claim, message.linkLayerAddress ?? header.source, now) ?? 'notOwned';
  }

  /** A frame that speaks as a claimed address. A virtual MAC is no proof that it is ours: partners have the same. */
  #meetSender(claim: Claim | null, mac: number, now: Millis): 'ownFrame' | 'conflict' | 'handover' | null {
    if (claim === null) return null;
    const isOurs = mac === claim.mac;
    if (isOurs && !claim.isVirtual) return 'ownFrame';
    const isPartner = isOurs ? this.#partners.size > 0 : this.#partners.has(mac);
    this.#claims.step(claim, { kind: isPartner ? 'partnerSeen' : 'conflictSeen', mac }, now);
    return isPartner ? 'handover' : 'conflict';
  }

  #rivalProbe(claim: Claim, mac: number, now: Millis): Verdict {
    this.#claims.step(claim, { kind: 'probeSeen', mac }, now);
    return 'conflict';
  }
}

function statusOf({ address, mac, state, requests, replies, unasked }: Claim): ClaimStatus {
  return {
    address,
    mac: macFromNumber(mac),
    state: state.kind,
    yieldedTo: state.kind === 'yielded' ? macFromNumber(state.to) : null,
    requests,
    replies,
    unasked,
  };
}
