import { openMemberships } from './membership.ts';
import { addMacvlan, removeLink } from './netlink/link.ts';
import { listInterfaces } from './netlink/interfaceTable.ts';
import { watchInterfaces } from './netlink/watch.ts';
import type { MacvlanOptions, Network, NetworkInterface } from './network.ts';
import { NetworkError } from './networkError.ts';
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

function createMacvlan(options: MacvlanOptions): NetworkInterface {
  addMacvlan(options);
  const made = listInterfaces().find(({ name }) => name === options.name);
  if (made === undefined) throw new NetworkError('ENODEV', `macvlan ${options.name} is gone already`);
  return made;
}
