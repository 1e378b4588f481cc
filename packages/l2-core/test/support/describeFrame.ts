import { ipv4FromNumber, macFromNumber, Reader } from '@fairlead/inet';
import { ETHER_TYPE, ipv6Of, readArp, readEthernet, readNeighbor } from '@fairlead/l2-core/wire';
import type { ArpPacket, NeighborMessage } from '@fairlead/l2-core/wire';

/** A frame in one line, for people. */
export function describeFrame(frame: Uint8Array): string {
  const reader = new Reader(frame);
  const header = readEthernet(reader);
  if (typeof header === 'string') return header;
  const tag = header.vlan === null ? '' : ` vlan ${header.vlan}`;
  const ends = `${macFromNumber(header.source)} > ${macFromNumber(header.destination)}${tag}`;
  const message = header.etherType === ETHER_TYPE.arp ? readArp(reader) : readNeighbor(reader);
  if (typeof message === 'string') return `${ends} ${message}`;
  return `${ends} ${'operation' in message ? describeArp(message) : describeNeighbor(message)}`;
}

function describeArp(packet: ArpPacket): string {
  const sender = `${macFromNumber(packet.senderMac)} ${ipv4FromNumber(packet.senderAddress)}`;
  return `${packet.operation} ${sender} > ${macFromNumber(packet.targetMac)} ${ipv4FromNumber(packet.targetAddress)}`;
}

function describeNeighbor(message: NeighborMessage): string {
  const ends = `${ipv6Of(message.source)} > ${ipv6Of(message.destination)}`;
  const option =
    message.linkLayerAddress === null ? 'without option' : macFromNumber(message.linkLayerAddress);
  if (message.kind === 'solicitation') return `${ends} solicitation ${ipv6Of(message.target)} ${option}`;
  const flags = [message.router ? 'R' : '', message.solicited ? 'S' : '', message.override ? 'O' : ''].join(
    '',
  );
  return `${ends} advertisement ${flags} ${ipv6Of(message.target)} ${option}`;
}
