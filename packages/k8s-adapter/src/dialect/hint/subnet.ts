import { prefixOf, rangeOfPrefix, rangesOverlap } from '@fairlead/inet';
import type { IpAddress, Prefix } from '@fairlead/inet';
import type { Node } from '../../model/node.ts';
import { isSelected } from '../../model/selection.ts';
import type { Sound } from './sound.ts';

/** Pools for layer 2 outside the subnets of all nodes: nobody there asks for their addresses. */
export function hintAtSubnets({ cluster, pools }: Sound): void {
  const subnets = cluster.nodes.flatMap(subnetsOf);
  if (subnets.length === 0) return;
  for (const { value: pool, report, path } of pools) {
    if (!cluster.config.l2Advertisements.some((each) => isSelected(each.pools, pool))) continue;
    for (const range of pool.ranges) {
      const family = subnets.filter(({ prefix }) => rangeOfPrefix(prefix).family === range.family);
      if (family.length === 0 || family.some(({ prefix }) => rangesOverlap(range, rangeOfPrefix(prefix))))
        continue;
      const isGuess = family.some(({ isGuessed }) => isGuessed);
      const message = `holds ${range.text}, which is in no subnet of a node${isGuess ? ' as far as their addresses tell' : ''}; layer 2 will not reach it`;
      report.warning('unreachableSubnet', path, range.text, message);
    }
  }
}

interface Subnet {
  readonly prefix: Prefix;
  readonly isGuessed: boolean;
}

/** Where nobody says the subnets of a node, those of a usual size around its addresses. */
function subnetsOf({ subnets, internalAddresses }: Node): readonly Subnet[] {
  if (subnets !== null) return subnets.map((prefix) => ({ prefix, isGuessed: false }));
  return internalAddresses.map((address) => ({ prefix: usualSubnet(address), isGuessed: true }));
}

function usualSubnet(address: IpAddress): Prefix {
  return prefixOf(address, address.includes(':') ? 64 : 16);
}
