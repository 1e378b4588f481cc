import type { IpFamily } from '@fairlead/inet';
import type { Registry } from 'prom-client';
import { capacity } from '../../decide/capacity.ts';
import type { PoolUsage } from '../../decide/ledger.ts';
import type { Pool } from '../../model/pool.ts';
import { addGauge } from './registry.ts';

/** The pools and how much of each is in use. */
export interface PoolsInUse {
  readonly pools: readonly Pool[];
  readonly usage: (pool: string) => PoolUsage;
}

/** The metrics of MetalLB about pools, with the same names; `null` is a process that allocates nothing. */
export function addAllocatorMetrics(registry: Registry, inUse: () => PoolsInUse | null): void {
  const perPool = (read: (pool: Pool, usage: PoolUsage) => number) => () => {
    const found = inUse();
    if (found === null) return [];
    return found.pools.map((pool) => [{ pool: pool.name }, read(pool, found.usage(pool.name))] as const);
  };
  for (const { families, prefix, what } of FAMILIES) {
    addGauge(registry, {
      name: `metallb_allocator_${prefix}addresses_total`,
      help: `${what} that the pool has`,
      labels: ['pool'],
      read: perPool((pool) => Number(families.reduce((sum, family) => sum + capacity(pool, family), 0n))),
    });
    addGauge(registry, {
      name: `metallb_allocator_${prefix}addresses_in_use_total`,
      help: `${what} of the pool that are in use`,
      labels: ['pool'],
      read: perPool((_, usage) => families.reduce((sum, family) => sum + usage[family], 0)),
    });
  }
}

const FAMILIES = [
  { families: ['ipv4', 'ipv6'], prefix: '', what: 'addresses' },
  { families: ['ipv4'], prefix: 'ipv4_', what: 'IPv4 addresses' },
  { families: ['ipv6'], prefix: 'ipv6_', what: 'IPv6 addresses' },
] as const satisfies readonly {
  readonly families: readonly IpFamily[];
  readonly prefix: string;
  readonly what: string;
}[];
