import type { Ipv6, MacAddress } from '@fairlead/inet';
import type { Network } from '@fairlead/netsys';

/** Two interfaces on one wire, in the kernel or in memory, and what can be done to them. */
export interface World {
  readonly network: Network;
  /** Both are Ethernet, up, and joined by the wire. */
  readonly left: string;
  readonly right: string;
  readonly setUp: (name: string, isUp: boolean) => void;
  readonly addAddress: (name: string, address: string, length: number) => void;
  readonly groupsOf: (name: string) => ReadonlySet<Ipv6>;
  /** Adds an interface that nothing is connected to. */
  readonly addInterface: (name: string, mac: MacAddress) => void;
}

/** One thing that a network can do, whichever it is. */
export interface NetworkCase {
  readonly title: string;
  readonly run: (world: World) => Promise<void>;
}
