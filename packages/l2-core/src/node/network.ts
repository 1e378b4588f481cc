import type { IpAddress, Ipv6, MacAddress } from '@fairlead/inet';

/** What the driver needs of a host's network; `network` of `@fairlead/netsys` has this shape. */
export interface Network {
  watchInterfaces(listener: (change: InterfaceChange) => void): InterfaceWatch;
  openPacketSocket(options: PacketSocketOptions): PacketSocket;
  openMemberships(interfaceIndex: number): GroupMemberships;
  createMacvlan(options: {
    readonly parentIndex: number;
    readonly name: string;
    readonly mac: MacAddress;
  }): NetworkInterface;
  removeInterface(interfaceIndex: number): void;
}

export interface NetworkInterface {
  readonly index: number;
  readonly name: string;
  readonly mac: MacAddress | null;
  readonly flags: readonly string[];
  readonly master: number | null;
  readonly parent: number | null;
  readonly addresses: readonly { readonly address: IpAddress; readonly length: number }[];
}

export interface InterfaceChange {
  readonly kind: 'changed' | 'removed';
  readonly interface: NetworkInterface;
}

export interface InterfaceWatch {
  interfaces(): readonly NetworkInterface[];
  close(): void;
}

export interface PacketSocketOptions {
  readonly interfaceIndex: number;
  readonly protocol: 'arp' | 'ndp';
  readonly vlan: number | null;
  readonly onFrames: (batch: FrameBatch) => void;
  readonly onDown: () => void;
}

export interface PacketSocket {
  send(batch: FrameBatch): number;
  statistics(): { readonly received: number; readonly dropped: number };
  close(): void;
}

export interface FrameBatch {
  readonly octets: Uint8Array;
  readonly starts: Uint32Array;
  readonly lengths: Uint32Array;
  readonly count: number;
}

export interface GroupMemberships {
  join(group: Ipv6): void;
  leave(group: Ipv6): void;
  close(): void;
}
