import { ipv4FromNumber } from '@fairlead/inet';
import type { IpAddress } from '@fairlead/inet';
import { ipv6Of } from '@fairlead/l2-core/wire';
import type { ArpPacket, NeighborMessage } from '@fairlead/l2-core/wire';

/** The address that a message of ours is about, and the MAC that it says has it; `null` where it only asks. */
export function speaker(message: ArpPacket | NeighborMessage): {
  readonly about: IpAddress;
  readonly as: number | null;
} {
  if ('operation' in message) {
    const isProbe = message.senderAddress === 0;
    return {
      about: ipv4FromNumber(isProbe ? message.targetAddress : message.senderAddress),
      as: message.senderMac,
    };
  }
  return { about: ipv6Of(message.target), as: message.linkLayerAddress };
}
