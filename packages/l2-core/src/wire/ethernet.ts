import type { Reader } from '@fairlead/inet';
import type { FrameBuffer } from './frameBuffer.ts';
import type { Malformed } from './malformed.ts';

/**
 * An Ethernet II header with or without an 802.1Q tag, MAC addresses as numbers of 48 bits:
 *
 *     destination 6 | source 6 | [ 0x8100 2 | priority 4 bits, VLAN 12 bits ] | EtherType 2 | payload
 */
export interface EthernetHeader {
  readonly destination: number;
  readonly source: number;
  /** The VLAN identifier; `null` without a tag, or with one that carries a priority only (VLAN 0). */
  readonly vlan: number | null;
  readonly etherType: number;
}

/** Reads a header; the reader stands at the payload afterwards. */
export function readEthernet(reader: Reader): EthernetHeader | Malformed {
  if (reader.remaining < UNTAGGED) return 'truncated';
  const destination = readMac(reader);
  const source = readMac(reader);
  const type = reader.u16('the EtherType');
  if (type !== TAGGED) return { destination, source, vlan: null, etherType: type };
  if (reader.remaining < TAG) return 'truncated';
  const vlan = reader.u16('the VLAN tag') & 0x0fff;
  return { destination, source, vlan: vlan === 0 ? null : vlan, etherType: reader.u16('the EtherType') };
}

export function writeEthernet(frames: FrameBuffer, header: EthernetHeader): void {
  frames.u48(header.destination).u48(header.source);
  if (header.vlan !== null) frames.u16(TAGGED).u16(header.vlan);
  frames.u16(header.etherType);
}

export function readMac(reader: Reader): number {
  return reader.u16('a MAC address') * 0x100000000 + reader.u32('a MAC address');
}

/** Whether a MAC address as a number names a group: the lowest bit of its first octet. */
export function isGroup(mac: number): boolean {
  return (Math.floor(mac / 0x10000000000) & 1) === 1;
}

export const BROADCAST_MAC = 0xffffffffffff;
export const ETHER_TYPE = { arp: 0x0806, ipv6: 0x86dd } as const;

const TAGGED = 0x8100;
const UNTAGGED = 14;
const TAG = 4;
