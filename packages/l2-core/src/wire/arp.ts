import type { Reader } from '@fairlead/inet';
import { readMac } from './ethernet.ts';
import type { FrameBuffer } from './frameBuffer.ts';
import type { Malformed } from './malformed.ts';

/**
 * ARP for IPv4 over Ethernet (RFC 826), addresses as numbers of 48 and 32 bits:
 *
 *     hardware 2 = 1 | protocol 2 = 0x0800 | lengths 1, 1 = 6, 4 | operation 2
 *     sender: MAC 6, IPv4 4 | target: MAC 6, IPv4 4
 */
export interface ArpPacket {
  readonly operation: ArpOperation;
  readonly senderMac: number;
  readonly senderAddress: number;
  readonly targetMac: number;
  readonly targetAddress: number;
}

export type ArpOperation = 'request' | 'reply';

export function readArp(reader: Reader): ArpPacket | Malformed {
  if (reader.remaining < LENGTH) return 'truncated';
  if (reader.u16('the hardware type') !== ETHERNET) return 'arpHardwareType';
  if (reader.u16('the protocol type') !== IPV4) return 'arpProtocolType';
  if (reader.u16('the address lengths') !== ADDRESS_LENGTHS) return 'arpAddressLength';
  const operation = operationOf(reader.u16('the operation'));
  if (operation === null) return 'arpOperation';
  return {
    operation,
    senderMac: readMac(reader),
    senderAddress: reader.u32('the sender address'),
    targetMac: readMac(reader),
    targetAddress: reader.u32('the target address'),
  };
}

export function writeArp(frames: FrameBuffer, packet: ArpPacket): void {
  frames
    .u16(ETHERNET)
    .u16(IPV4)
    .u16(ADDRESS_LENGTHS)
    .u16(packet.operation === 'request' ? REQUEST : REPLY)
    .u48(packet.senderMac)
    .u32(packet.senderAddress)
    .u48(packet.targetMac)
    .u32(packet.targetAddress);
}

function operationOf(code: number): ArpOperation | null {
  if (code === REQUEST) return 'request';
  return code === REPLY ? 'reply' : null;
}

const LENGTH = 28;
const ETHERNET = 1;
const IPV4 = 0x0800;
const ADDRESS_LENGTHS = 0x0604;
const REQUEST = 1;
const REPLY = 2;
