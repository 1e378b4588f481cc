import { ipv4FromNumber, ipv4ToNumber, isIpv4, isIpv6, macToNumber, Reader } from '@fairlead/inet';
import type { IpAddress, MacAddress } from '@fairlead/inet';
import {
  BROADCAST_MAC,
  ETHER_TYPE,
  FrameBuffer,
  ipv6Of,
  readArp,
  readEthernet,
  readNeighbor,
  solicitedNodeGroup,
  wordsOf,
  writeArp,
  writeEthernet,
  writeNeighbor,
} from '@fairlead/l2-core/wire';

/** The frame by which a host asks who has an address (RFC 826, RFC 4861 §4.3). */
export function question(mac: MacAddress, wanted: IpAddress): Uint8Array {
  const frames = new FrameBuffer(1);
  const source = macToNumber(mac);
  if (isIpv4(wanted)) {
    writeEthernet(frames, { destination: BROADCAST_MAC, source, vlan: null, etherType: ETHER_TYPE.arp });
    const target = { targetMac: 0, targetAddress: ipv4ToNumber(wanted) };
    writeArp(frames, { operation: 'request', senderMac: source, senderAddress: HOST_IPV4, ...target });
  } else if (isIpv6(wanted)) {
    const target = wordsOf(wanted);
    const destination = solicitedNodeGroup(target);
    const groupMac = 0x333300000000 + destination.d;
    writeEthernet(frames, { destination: groupMac, source, vlan: null, etherType: ETHER_TYPE.ipv6 });
    const from = { a: 0xfe800000, b: 0, c: 0, d: 0xfffe };
    writeNeighbor(frames, {
      kind: 'solicitation',
      source: from,
      destination,
      target,
      linkLayerAddress: source,
    });
  }
  frames.end();
  return frames.frames()[0] ?? new Uint8Array();
}

/** What a frame says of where an address is; `null` where it says nothing of the kind. */
export function claimIn(frame: Uint8Array): { readonly address: IpAddress; readonly mac: number } | null {
  const reader = new Reader(frame, 0, frame.length);
  const header = readEthernet(reader);
  if (typeof header === 'string') return null;
  if (header.etherType === ETHER_TYPE.arp) {
    const packet = readArp(reader);
    if (typeof packet === 'string' || packet.senderAddress === 0) return null;
    return { address: ipv4FromNumber(packet.senderAddress), mac: packet.senderMac };
  }
  const message = header.etherType === ETHER_TYPE.ipv6 ? readNeighbor(reader) : 'truncated';
  if (typeof message === 'string' || message.kind !== 'advertisement') return null;
  return { address: ipv6Of(message.target), mac: message.linkLayerAddress ?? header.source };
}

/** 100.64.0.254, of the shared space that no Service has (RFC 6598). */
const HOST_IPV4 = 0x644000fe;
