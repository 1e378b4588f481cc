import type { Ipv6Claim } from '../claim.ts';
import { ETHER_TYPE, writeEthernet } from '../wire/ethernet.ts';
import type { FrameBuffer } from '../wire/frameBuffer.ts';
import {
  ALL_NODES,
  groupMac,
  isUnspecifiedIpv6,
  solicitedNodeGroup,
  UNSPECIFIED,
} from '../wire/ipv6Words.ts';
import type { Ipv6Words } from '../wire/ipv6Words.ts';
import { writeNeighbor } from '../wire/neighbor.ts';
import type { NeighborMessage, NeighborSolicitation } from '../wire/neighbor.ts';

/** The answer to a solicitation (RFC 4861 §7.2.4); to all nodes when the asker has no address yet. */
export function writeAdvertisement(
  frames: FrameBuffer,
  vlan: number | null,
  claim: Ipv6Claim,
  asker: Pick<NeighborSolicitation, 'source' | 'linkLayerAddress'>,
  askerMac: number,
): void {
  if (isUnspecifiedIpv6(asker.source)) {
    writeOwnership(frames, vlan, claim.mac, claim.mac, claim.value, ALL_NODES, groupMac(ALL_NODES));
  } else {
    const destinationMac = asker.linkLayerAddress ?? askerMac;
    writeOwnership(frames, vlan, claim.mac, claim.mac, claim.value, asker.source, destinationMac);
  }
}

/** Tells all nodes unasked (RFC 4861 §7.2.6). */
export function writeUnsolicitedAdvertisement(
  frames: FrameBuffer,
  vlan: number | null,
  { mac, value }: Ipv6Claim,
): void {
  writeOwnership(frames, vlan, mac, mac, value, ALL_NODES, groupMac(ALL_NODES));
}

/** Tells on behalf of the next owner where the address is now; sent from our own MAC, so that switches learn nothing wrong. */
export function writeSuccessorAdvertisement(
  frames: FrameBuffer,
  vlan: number | null,
  { mac, value }: Ipv6Claim,
  successor: number,
): void {
  writeOwnership(frames, vlan, mac, successor, value, ALL_NODES, groupMac(ALL_NODES));
}

/** Duplicate address detection (RFC 4862 §5.4.2). */
export function writeDuplicateDetection(
  frames: FrameBuffer,
  vlan: number | null,
  { mac, value }: Ipv6Claim,
): void {
  const destination = solicitedNodeGroup(value);
  write(frames, vlan, groupMac(destination), mac, {
    kind: 'solicitation',
    source: UNSPECIFIED,
    destination,
    target: value,
    linkLayerAddress: null,
  });
}

function writeOwnership(
  frames: FrameBuffer,
  vlan: number | null,
  source: number,
  owner: number,
  target: Ipv6Words,
  destination: Ipv6Words,
  destinationMac: number,
): void {
  write(frames, vlan, destinationMac, source, {
    kind: 'advertisement',
    source: target,
    destination,
    target,
    linkLayerAddress: owner,
    router: false,
    solicited: destination !== ALL_NODES,
    override: true,
  });
}

function write(
  frames: FrameBuffer,
  vlan: number | null,
  destination: number,
  source: number,
  message: NeighborMessage,
): void {
  writeEthernet(frames, { destination, source, vlan, etherType: ETHER_TYPE.ipv6 });
  writeNeighbor(frames, message);
  frames.end();
}
