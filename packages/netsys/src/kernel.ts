import { openMemberships } from './membership.ts';
import { createMacvlan } from './macvlan.ts';
import { removeLink } from './netlink/link.ts';
import { listInterfaces } from './netlink/interfaceTable.ts';
import { watchInterfaces } from './netlink/watch.ts';
import type { Network } from './network.ts';
import { openPacketSocket } from './packet/packetSocket.ts';

/** The network of this host (or network namespace), by system calls. */
export const network: Network = {
  interfaces: listInterfaces,
  watchInterfaces,
  openPacketSocket,
  openMemberships,
  createMacvlan,
  removeInterface: removeLink,
};
