import { prefixContains } from '@fairlead/inet';
import type { IpAddress, MacAddress } from '@fairlead/inet';
import type { HostLink } from '../model/link.ts';

/** The other speakers that an address may move to. */
export interface Others {
  /** The interfaces of every speaker but ours, by node. */
  readonly links: ReadonlyMap<string, readonly HostLink[]>;
  /** The node that answers for an address now. */
  readonly ownerOf: (address: IpAddress) => string | null;
}

export const NOBODY: Others = { links: new Map(), ownerOf: () => null };

/**
 * The MAC address by which the next owner is reached on a link of ours: one of its own that was heard there, or that of its
 * interface in the subnet of the address that ours is in, too. Names of interfaces prove nothing, so without either it is `null`.
 */
export function successorOn(
  link: HostLink,
  address: IpAddress,
  theirs: readonly HostLink[],
  heard: MacAddress | null,
): MacAddress | null {
  if (heard !== null && theirs.some(({ mac }) => mac === heard)) return heard;
  const shared = link.subnets.filter((subnet) => prefixContains(subnet, address));
  const facing = theirs.filter(({ subnets }) => subnets.some((subnet) => shared.includes(subnet)));
  return (facing.find(({ name }) => name === link.name) ?? facing[0])?.mac ?? null;
}
