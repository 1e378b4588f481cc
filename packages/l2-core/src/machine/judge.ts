import type { DropReason } from '../reason.ts';
import type { ArpPacket } from '../wire/arp.ts';
import { isGroup } from '../wire/ethernet.ts';
import type { EthernetHeader } from '../wire/ethernet.ts';
import { isMulticastIpv6, isUnspecifiedIpv6 } from '../wire/ipv6Words.ts';
import type { NeighborSolicitation } from '../wire/neighbor.ts';
import type { ClaimState } from './state.ts';

/** What a judgement looks at in a claim. */
export interface Claimed {
  readonly mac: number;
  readonly state: ClaimState;
}

/** A request: to answer, a probe by a rival while we probe too, or nothing for a reason. */
export type Judgement = 'reply' | 'rivalProbe' | DropReason;

/** Whether a sender may be who it says: a host has a MAC address of its own (RFC 826, RFC 5227 §2.4). */
export function isPlausibleArpSender({ senderMac, senderAddress }: ArpPacket): boolean {
  return !isGroup(senderMac) && senderMac !== 0 && !isGroupIpv4(senderAddress);
}

export function isPlausibleNeighborSender({ source, linkLayerAddress }: NeighborSolicitation): boolean {
  return !isMulticastIpv6(source) && (linkLayerAddress === null || !isGroup(linkLayerAddress));
}

/** Judges a request for a claimed address (RFC 826; RFC 5227 §2.1.1 for probes). */
export function judgeArp(
  header: EthernetHeader,
  packet: ArpPacket,
  claim: Claimed,
  linkMac: number,
): Judgement {
  if (packet.operation === 'reply') return 'replyOfOther';
  return judge(header, claim, linkMac, packet.senderAddress === 0);
}

/** Judges a solicitation of a claimed address (RFC 4861 §7.2.3; RFC 4862 §5.4.3 for duplicate detection). */
export function judgeSolicitation(
  header: EthernetHeader,
  message: NeighborSolicitation,
  claim: Claimed,
  linkMac: number,
): Judgement {
  return judge(header, claim, linkMac, isUnspecifiedIpv6(message.source));
}

function judge(
  { destination }: EthernetHeader,
  claim: Claimed,
  linkMac: number,
  isProbe: boolean,
): Judgement {
  if (!isGroup(destination) && destination !== claim.mac && destination !== linkMac)
    return 'otherDestination';
  switch (claim.state.kind) {
    case 'announcing':
    case 'settled':
      return 'reply';
    case 'probing':
      return isProbe ? 'rivalProbe' : 'notYetClaimed';
    case 'waiting':
      return 'notYetClaimed';
    case 'yielded':
      return 'yielded';
  }
}

/** 224.0.0.0/4 and 255.255.255.255. */
function isGroupIpv4(address: number): boolean {
  return address >>> 28 === 14 || address === 0xffffffff;
}
