import { isIpv4, isLinkLocal, prefixContains, prefixOf } from '@fairlead/inet';
import type { IpAddress } from '@fairlead/inet';
import type { LinkName, Problem } from './event.ts';
import type { NetworkInterface } from './network.ts';

/** Why an interface cannot be answered on, or `null`. */
export function interfaceProblem(
  link: LinkName,
  found: NetworkInterface | null,
  all: readonly NetworkInterface[],
): Problem | null {
  const name = link.interface;
  const error = { link, address: null, severity: 'error' } as const;
  if (found === null) {
    const names = all.map((each) => each.name).join(', ');
    return {
      ...error,
      reason: 'noSuchInterface',
      message: `there is no interface "${name}" (there are ${names}); its addresses are announced when it appears`,
    };
  }
  if (found.mac === null) {
    return {
      ...error,
      reason: 'noMacAddress',
      message: `interface "${name}" has no Ethernet address, so ARP and NDP mean nothing on it; choose an Ethernet interface`,
    };
  }
  if (found.master !== null) {
    const master = all.find(({ index }) => index === found.master)?.name ?? `interface ${found.master}`;
    return {
      ...error,
      reason: 'portOfAnother',
      message: `interface "${name}" is a port of "${master}", which receives its frames; choose "${master}"`,
    };
  }
  return null;
}

/** What may keep an address from working on an interface that is fine in itself. */
export function addressProblem(link: LinkName, address: IpAddress, found: NetworkInterface): Problem | null {
  const warning = { link, address, severity: 'warning' } as const;
  if (found.addresses.some((each) => each.address === address)) {
    return {
      ...warning,
      reason: 'addressOfHost',
      message: `${address} is configured on "${found.name}" too, so the kernel answers for it as well; remove it there`,
    };
  }
  const ofFamily = found.addresses.filter(
    (each) => isIpv4(each.address) === isIpv4(address) && !isLinkLocal(each.address),
  );
  const subnets = ofFamily.map((each) => prefixOf(each.address, each.length));
  if (subnets.length === 0 || subnets.some((subnet) => prefixContains(subnet, address))) return null;
  return {
    ...warning,
    reason: 'otherSubnet',
    message: `${address} is in no subnet of "${found.name}" (${subnets.join(', ')}): only hosts with an on-link route to it will ask for it here; choose an address or an interface of one subnet`,
  };
}

/** An error of the system, as the problem of a link or an address. */
export function failure(
  link: LinkName,
  reason: 'cannotOpen' | 'cannotJoinGroup' | 'cannotMakeVirtualMac' | 'invalidAddress',
  address: IpAddress | null,
  error: unknown,
): Problem {
  return {
    link,
    address,
    severity: 'error',
    reason,
    message: error instanceof Error ? error.message : String(error),
  };
}
