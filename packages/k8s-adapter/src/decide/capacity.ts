import { rangeSize } from '@fairlead/inet';
import type { IpFamily } from '@fairlead/inet';
import type { Pool } from '../model/pool.ts';

/** How many addresses of a family a pool can give. */
export function capacity({ ranges, avoidBuggyIps }: Pool, family: IpFamily): bigint {
  let total = 0n;
  for (const range of ranges) {
    if (range.family !== family) continue;
    total += rangeSize(range);
    if (avoidBuggyIps && family === 'ipv4') {
      total -= ending(range.first, range.last, 0n) + ending(range.first, range.last, 255n);
    }
  }
  return total;
}

/** How many numbers from first to last end in this octet. */
function ending(first: bigint, last: bigint, octet: bigint): bigint {
  const upTo = (limit: bigint): bigint => (limit < octet ? 0n : (limit - octet) / 256n + 1n);
  return upTo(last) - upTo(first - 1n);
}
