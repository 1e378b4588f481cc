import { capacity } from '../decide/capacity.ts';
import type { PoolUsage } from '../decide/ledger.ts';
import type { Pool } from '../model/pool.ts';

/** How many addresses of one family a pool has, has given and can still give. */
export interface AddressCount {
  readonly size: number;
  readonly assigned: number;
  readonly available: number;
}

/** What the status of our own AddressPool says. */
export function poolStatus(pool: Pool, usage: PoolUsage): Fields {
  const ipv4 = countOf(capacity(pool, 'ipv4'), usage.ipv4);
  const ipv6 = countOf(capacity(pool, 'ipv6'), usage.ipv6);
  return {
    size: bounded(ipv4.size + ipv6.size),
    used: ipv4.assigned + ipv6.assigned,
    available: bounded(ipv4.available + ipv6.available),
    ipv4,
    ipv6,
  };
}

/** Of a pool that was set aside nothing can be counted. */
export const NO_POOL_STATUS: Fields = { size: null, used: null, available: null, ipv4: null, ipv6: null };

/** What the status of MetalLB's IPAddressPool says. */
export function ipAddressPoolStatus(pool: Pool, usage: PoolUsage): Fields {
  const ipv4 = countOf(capacity(pool, 'ipv4'), usage.ipv4);
  const ipv6 = countOf(capacity(pool, 'ipv6'), usage.ipv6);
  return {
    assignedIPv4: ipv4.assigned,
    assignedIPv6: ipv6.assigned,
    availableIPv4: ipv4.available,
    availableIPv6: ipv6.available,
  };
}

/** What the status of OpenELB's Eip says; it has one family only. */
export function eipStatus(pool: Pool, usage: PoolUsage): Fields {
  const [first] = pool.ranges;
  const { size, available } = countOf(
    capacity(pool, 'ipv4') + capacity(pool, 'ipv6'),
    usage.ipv4 + usage.ipv6,
  );
  return {
    ready: true,
    v4: first?.family === 'ipv4',
    poolSize: size,
    usage: usage.ipv4 + usage.ipv6,
    occupied: available === 0,
  };
}

/** Fields of a status; `null` takes one away. */
export type Fields = Readonly<Record<string, unknown>>;

/** Addresses that an edit took out of a pool may still be in use. */
function countOf(total: bigint, assigned: number): AddressCount {
  const free = total - BigInt(assigned);
  return { size: numberOf(total), assigned, available: free < 0n ? 0 : numberOf(free) };
}

/** A /64 has more addresses than a number of JSON can say. */
function numberOf(count: bigint): number {
  return count > MOST ? Number.MAX_SAFE_INTEGER : Number(count);
}

function bounded(count: number): number {
  return Math.min(count, Number.MAX_SAFE_INTEGER);
}

const MOST = BigInt(Number.MAX_SAFE_INTEGER);
