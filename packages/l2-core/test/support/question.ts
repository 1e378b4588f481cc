import { ipv4ToNumber, isIpv4, isIpv6, macToNumber } from '@fairlead/inet';
import type { IpAddress, MacAddress } from '@fairlead/inet';
import {
  BROADCAST_MAC,
  ETHER_TYPE,
  FrameBuffer,
  solicitedNodeGroup,
  wordsOf,
  writeArp,
  writeEthernet,
  writeNeighbor,
} from '@fairlead/l2-core/wire';

/** A host's request for an address, as it is sent to everyone who may have it. */
export function question(mac: MacAddress, own: IpAddress, wanted: IpAddress): Uint8Array {
  const frames = new FrameBuffer(1);
  const source = macToNumber(mac);
  if (isIpv4(own) && isIpv4(wanted)) {
    writeEthernet(frames, { destination: BROADCAST_MAC, source, vlan: null, etherType: ETHER_TYPE.arp });
    writeArp(frames, {
      operation: 'request',
      senderMac: source,
      senderAddress: ipv4ToNumber(own),
      targetMac: 0,
      targetAddress: ipv4ToNumber(wanted),
    });
  } else if (isIpv6(own) && isIpv6(wanted)) {
    const target = wordsOf(wanted);
    const destination = solicitedNodeGroup(target);
    const groupMac = 0x333300000000 + destination.d;
    writeEthernet(frames, { destination: groupMac, source, vlan: null, etherType: ETHER_TYPE.ipv6 });
    writeNeighbor(frames, {
      kind: 'solicitation',
      source: wordsOf(own),
      destination,
      target,
      linkLayerAddress: source,
    });
  }
  frames.end();
  return frames.frames()[0] ?? new Uint8Array();
}
