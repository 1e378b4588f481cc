import type { IpFamily } from '@fairlead/inet';
import { ip } from './link.ts';
import type { Namespace } from './namespace.ts';

/** A route of the kernel's main table. */
export interface KernelRoute {
  readonly destination: string;
  readonly protocol: string;
  readonly nextHops: readonly KernelNextHop[];
}

export interface KernelNextHop {
  /** `null` where the destination is on the link. */
  readonly gateway: string | null;
  readonly interface: string;
  readonly weight: number;
}

/** An entry of the ARP cache or of the IPv6 neighbour cache. */
export interface KernelNeighbor {
  readonly address: string;
  readonly interface: string;
  /** `null` while it is not resolved. */
  readonly mac: string | null;
  readonly state: string;
}

export interface KernelInterface {
  readonly name: string;
  readonly index: number;
  readonly mac: string;
  readonly mtu: number;
  readonly up: boolean;
  /** With prefix length. */
  readonly addresses: readonly string[];
}

export async function kernelRoutes(namespace: Namespace, family: IpFamily): Promise<readonly KernelRoute[]> {
  const routes = JSON.parse(
    await ip(namespace, [FAMILY_FLAG[family], '-j', 'route', 'show']),
  ) as readonly IpRoute[];
  return routes.map((route) => ({
    destination: route.dst,
    protocol: route.protocol,
    nextHops: (route.nexthops ?? [route]).map((hop) => ({
      gateway: hop.gateway ?? hop.via?.host ?? null,
      interface: hop.dev,
      weight: hop.weight ?? 1,
    })),
  }));
}

export async function kernelNeighbors(namespace: Namespace): Promise<readonly KernelNeighbor[]> {
  const neighbors = JSON.parse(await ip(namespace, ['-j', 'neighbor', 'show'])) as readonly IpNeighbor[];
  return neighbors.map(({ dst, dev, lladdr, state }) => ({
    address: dst,
    interface: dev,
    mac: lladdr ?? null,
    state: state.join(','),
  }));
}

/** The link-layer address that a namespace has in its cache for an address, or `null`. */
export async function neighborMac(namespace: Namespace, address: string): Promise<string | null> {
  const neighbors = await kernelNeighbors(namespace);
  return neighbors.find((neighbor) => neighbor.address === address)?.mac ?? null;
}

export async function kernelInterfaces(namespace: Namespace): Promise<readonly KernelInterface[]> {
  const links = JSON.parse(await ip(namespace, ['-j', 'address', 'show'])) as readonly IpLink[];
  return links.map((link) => ({
    name: link.ifname,
    index: link.ifindex,
    mac: link.address,
    mtu: link.mtu,
    up: link.flags.includes('UP'),
    addresses: link.addr_info.map(({ local, prefixlen }) => `${local}/${prefixlen}`),
  }));
}

interface IpRoute extends IpNextHop {
  readonly dst: string;
  readonly protocol: string;
  readonly nexthops?: readonly IpNextHop[];
}

interface IpNextHop {
  readonly gateway?: string;
  readonly via?: { readonly host: string };
  readonly dev: string;
  readonly weight?: number;
}

interface IpNeighbor {
  readonly dst: string;
  readonly dev: string;
  readonly lladdr?: string;
  readonly state: readonly string[];
}

interface IpLink {
  readonly ifname: string;
  readonly ifindex: number;
  readonly address: string;
  readonly mtu: number;
  readonly flags: readonly string[];
  readonly addr_info: readonly { readonly local: string; readonly prefixlen: number }[];
}

const FAMILY_FLAG = { ipv4: '-4', ipv6: '-6' } as const;
