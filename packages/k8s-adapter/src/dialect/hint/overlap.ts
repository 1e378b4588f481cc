import { rangeContains, rangeOfPrefix, rangesOverlap } from '@fairlead/inet';
import type { PoolRange } from '../../model/pool.ts';
import type { Sound } from './sound.ts';

/** Pools that hold addresses which nodes, pods or ClusterIPs have. */
export function hintAtOverlaps({ cluster, pools }: Sound): void {
  const { nodes, serviceCidrs } = cluster;
  const taken = [
    ...nodes.flatMap(({ name, podPrefixes }) =>
      podPrefixes.map((prefix) => ({
        range: rangeOfPrefix(prefix),
        what: `the pods of node ${name} (${prefix})`,
      })),
    ),
    ...serviceCidrs.map((prefix) => ({ range: rangeOfPrefix(prefix), what: `the ClusterIPs (${prefix})` })),
  ];
  for (const { value: pool, report, path } of pools) {
    const warn = (range: PoolRange, what: string): void => {
      report.warning('clusterOverlap', path, range.text, `holds ${range.text}, which overlaps ${what}`);
    };
    for (const range of pool.ranges) {
      for (const { name, internalAddresses } of nodes) {
        const own = internalAddresses.find((address) => rangeContains(range, address));
        if (own !== undefined) warn(range, `the address ${own} of node ${name}`);
      }
      const other = taken.find((each) => rangesOverlap(range, each.range));
      if (other !== undefined) warn(range, other.what);
    }
  }
}
