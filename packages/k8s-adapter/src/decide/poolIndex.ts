import { addressToBigInt, familyOf } from '@fairlead/inet';
import type { IpAddress, IpFamily } from '@fairlead/inet';
import type { Pool, PoolRange } from '../model/pool.ts';

/** Finds the pool that holds an address, in the logarithm of the number of ranges. */
export interface PoolIndex {
  readonly byName: ReadonlyMap<string, Pool>;
  readonly ranges: { readonly [Family in IpFamily]: readonly PoolPart[] };
}

interface PoolPart {
  readonly range: PoolRange;
  readonly pool: Pool;
}

export function indexPools(pools: readonly Pool[]): PoolIndex {
  const parts = pools.flatMap((pool) => pool.ranges.map((range) => ({ range, pool })));
  const sorted = (family: IpFamily): readonly PoolPart[] =>
    parts
      .filter(({ range }) => range.family === family)
      .sort((a, b) => (a.range.first < b.range.first ? -1 : 1));
  return {
    byName: new Map(pools.map((pool) => [pool.name, pool])),
    ranges: { ipv4: sorted('ipv4'), ipv6: sorted('ipv6') },
  };
}

export function poolOf(index: PoolIndex, address: IpAddress): Pool | null {
  const parts = index.ranges[familyOf(address)];
  const value = addressToBigInt(address);
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((parts[middle]?.range.first ?? 0n) <= value) low = middle + 1;
    else high = middle;
  }
  const part = parts[low - 1];
  return part !== undefined && value <= part.range.last ? part.pool : null;
}
