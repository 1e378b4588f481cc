import type { IpAddress, Ipv6, MacAddress } from '@fairlead/inet';
import type { FrameBatch } from './packet/frameBatch.ts';

/** What Node lacks of the network of one host; the kernel's is `network`, one in memory is `MemoryNetwork`. */
export interface Network {
  /** All interfaces with their addresses, as they are now. */
  interfaces(): readonly NetworkInterface[];
  /** Tells each change after the call; `interfaces()` of the watch is in step with what was told. */
  watchInterfaces(listener: (change: InterfaceChange) => void): InterfaceWatch;
  openPacketSocket(options: PacketSocketOptions): PacketSocket;
  /** Memberships in IPv6 groups on one interface, reported by MLD so that snooping switches forward. */
  openMemberships(interfaceIndex: number): GroupMemberships;
  /** Makes an interface with a MAC address of its own on a parent, and brings it up. */
  createMacvlan(options: MacvlanOptions): NetworkInterface;
  removeInterface(interfaceIndex: number): void;
}

export interface NetworkInterface {
  readonly index: number;
  readonly name: string;
  /** The kind of a virtual interface (`veth`, `bridge`, `macvlan`, ...), `null` for hardware. */
  readonly kind: string | null;
  /** `null` where the interface has no Ethernet address. */
  readonly mac: MacAddress | null;
  readonly mtu: number;
  readonly flags: readonly InterfaceFlag[];
  /** Whether the link below is there: a cable, the other end of a veth. What is sent is dropped until it is `running`. */
  readonly carrier: boolean;
  /** The index of the bridge or bond that this is a port of. */
  readonly master: number | null;
  /** The index of the interface below a VLAN or macvlan. */
  readonly parent: number | null;
  readonly addresses: readonly InterfaceAddress[];
}

export type InterfaceFlag =
  'up' | 'broadcast' | 'loopback' | 'pointToPoint' | 'running' | 'noArp' | 'promiscuous' | 'multicast';

export interface InterfaceAddress {
  readonly address: IpAddress;
  /** The number of leading bits that the subnet has in common. */
  readonly length: number;
}

export type InterfaceChange =
  | { readonly kind: 'changed'; readonly interface: NetworkInterface }
  | { readonly kind: 'removed'; readonly interface: NetworkInterface };

export interface InterfaceWatch {
  interfaces(): readonly NetworkInterface[];
  close(): void;
}

/** Which frames the kernel hands over: ARP, neighbour solicitations and advertisements, or those of routers. */
export type PacketProtocol = 'arp' | 'ndp' | 'routerDiscovery';

export interface PacketSocketOptions {
  readonly interfaceIndex: number;
  readonly protocol: PacketProtocol;
  /** The VLAN whose tagged frames are meant, on an interface without a VLAN device; `null` for untagged ones. */
  readonly vlan?: number | null;
  /** Called for each batch; its octets are valid during the call only. */
  readonly onFrames: (batch: FrameBatch) => void;
  /** The interface went down or away. It need not be opened again when it comes up, but when it was removed. */
  readonly onDown: () => void;
}

export interface PacketSocket {
  /** Hands frames to the kernel; answers how many it took, fewer when the interface is down or its queue is full. */
  send(batch: FrameBatch): number;
  /** Frames seen, and dropped because this process was too slow, since the socket was opened. */
  statistics(): PacketStatistics;
  close(): void;
}

export interface PacketStatistics {
  readonly received: number;
  readonly dropped: number;
}

export interface GroupMemberships {
  /** Joining twice or leaving what was not joined changes nothing. */
  join(group: Ipv6): void;
  leave(group: Ipv6): void;
  close(): void;
}

export interface MacvlanOptions {
  readonly parentIndex: number;
  readonly name: string;
  readonly mac: MacAddress;
}
