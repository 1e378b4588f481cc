import { macFromBytes } from '@fairlead/inet';
import type { MacAddress } from '@fairlead/inet';
import type { PacketProtocol } from '../network.ts';

/** What a packet socket looks at in a frame. */
export interface FrameView {
  readonly destination: MacAddress;
  readonly isGroup: boolean;
  readonly vlan: number | null;
  readonly protocol: PacketProtocol | null;
}

export function viewOf(frame: Uint8Array): FrameView | null {
  if (frame.length < 14) return null;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const isTagged = view.getUint16(12) === 0x8100 && frame.length >= 18;
  const vlan = isTagged ? view.getUint16(14) & 0x0fff : 0;
  const destination = macFromBytes(frame.subarray(0, 6));
  return {
    destination,
    isGroup: (view.getUint8(0) & 1) === 1,
    vlan: vlan === 0 ? null : vlan,
    protocol: protocolOf(view, isTagged ? 16 : 12),
  };
}

function protocolOf(view: DataView, typeAt: number): PacketProtocol | null {
  const type = view.getUint16(typeAt);
  if (type === 0x0806) return 'arp';
  const icmp = typeAt + 42;
  if (type !== 0x86dd || view.byteLength <= icmp || view.getUint8(typeAt + 8) !== 58) return null;
  const kind = view.getUint8(icmp);
  if (kind === 133 || kind === 134) return 'routerDiscovery';
  return kind === 135 || kind === 136 ? 'ndp' : null;
}
