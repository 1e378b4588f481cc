import { networkInterfaces } from 'node:os';
import { isIpv6, isLinkLocal, parseIpAddress, prefixContains, prefixOf } from '@fairlead/inet';
import type { IpAddress, Ipv6 } from '@fairlead/inet';

/** The link-local address of the interface that has `local`, where `remote` is in the same subnet (RFC 2545 §3); else `null`. */
export function linkLocalBeside(local: IpAddress, remote: IpAddress): Ipv6 | null {
  if (!isIpv6(local) || isLinkLocal(local)) return null;
  for (const addresses of Object.values(networkInterfaces())) {
    const own = addresses?.find(({ address }) => address === local);
    if (own === undefined) continue;
    return sharesSubnet(own.cidr, remote) ? (addresses?.flatMap(linkLocalIn)[0] ?? null) : null;
  }
  return null;
}

function sharesSubnet(cidr: string | null, remote: IpAddress): boolean {
  const [address = '', length = ''] = (cidr ?? '').split('/');
  const own = parseIpAddress(address);
  return own !== null && prefixContains(prefixOf(own, Number(length)), remote);
}

function linkLocalIn({ address }: { readonly address: string }): readonly Ipv6[] {
  const parsed = parseIpAddress(address);
  return parsed !== null && isIpv6(parsed) && isLinkLocal(parsed) ? [parsed] : [];
}
