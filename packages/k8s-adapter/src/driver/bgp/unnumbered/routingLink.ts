import { isIpv6, isLinkLocal, macToBytes } from '@fairlead/inet';
import type { Ipv6 } from '@fairlead/inet';
import { wordsOf } from '@fairlead/l2-core/wire';
import type { Ipv6Words } from '@fairlead/l2-core/wire';
import type { NetworkInterface } from '@fairlead/netsys';

/** An interface as routers on its link see it. */
export interface RoutingLink {
  readonly index: number;
  /** A number of 48 bits. */
  readonly mac: number;
  /** Its link-local address. */
  readonly source: Ipv6Words;
}

/** What is needed of an interface, or what it lacks, in words. */
export function linkOf(name: string, found: NetworkInterface | null): RoutingLink | string {
  if (found === null) return `there is no interface ${name} on this node`;
  const { index, mac, flags, addresses } = found;
  if (mac === null) return `interface ${name} has no MAC address, so no neighbour can be found on it`;
  if (!flags.includes('up')) return `interface ${name} is down`;
  const own = addresses.map(({ address }) => address).find(isLinkLocalIpv6);
  if (own === undefined) {
    return `interface ${name} has no link-local IPv6 address; see the sysctl net.ipv6.conf.${name}.disable_ipv6`;
  }
  return {
    index,
    mac: macToBytes(mac).reduce((number, octet) => number * 256 + octet, 0),
    source: wordsOf(own),
  };
}

function isLinkLocalIpv6(address: NetworkInterface['addresses'][number]['address']): address is Ipv6 {
  return isIpv6(address) && isLinkLocal(address);
}
