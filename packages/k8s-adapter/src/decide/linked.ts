import { prefixContains } from '@fairlead/inet';
import type { IpAddress } from '@fairlead/inet';
import type { HostLink } from '../model/link.ts';
import type { L2Offer } from './l2View.ts';

/** The interfaces of nodes that work now, as far as their speakers have said. */
export type LinksOf = ReadonlyMap<string, readonly HostLink[]>;

/**
 * Those that can answer best: on an interface that is wanted and in the subnet of the address, or else on one that is wanted. A
 * cable that was pulled is a reason to move; where it is out of all nodes, or nobody has said a word about interfaces, all are alike.
 */
export function bestLinked<T extends { readonly node: string }>(
  candidates: readonly T[],
  linksOf: LinksOf,
  offers: readonly L2Offer[],
  address: IpAddress,
): readonly T[] {
  if (linksOf.size === 0) return candidates;
  const fitnesses = candidates.map(({ node }) => fitness(node, linksOf.get(node) ?? [], offers, address));
  const best = Math.max(...fitnesses);
  return candidates.filter((_, index) => fitnesses[index] === best);
}

function fitness(
  node: string,
  links: readonly HostLink[],
  offers: readonly L2Offer[],
  address: IpAddress,
): number {
  const selecting = offers.filter(({ preferences }) => preferences.has(node));
  const wanted = links.filter(({ name }) =>
    selecting.some(
      ({ advertisement: { interfaces } }) => interfaces.length === 0 || interfaces.includes(name),
    ),
  );
  if (wanted.some(({ subnets }) => subnets.some((subnet) => prefixContains(subnet, address)))) return 2;
  return wanted.length > 0 ? 1 : 0;
}
