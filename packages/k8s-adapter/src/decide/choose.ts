import { compareAddresses, failure, familyOf, ok, rangeSize } from '@fairlead/inet';
import type { IpAddress, IpFamily, Result } from '@fairlead/inet';
import type { Pool } from '../model/pool.ts';
import type { Service } from '../model/service.ts';
import { namesNamespace } from './candidate.ts';
import type { NamespaceLabels } from './candidate.ts';
import type { Ledger } from './ledger.ts';
import { verdict } from './reason.ts';
import type { Verdict } from './reason.ts';
import { wantedFamilies } from './request.ts';
import { refusal } from './tenancy.ts';

/** Addresses, each with the pool that it is of. */
export type Holdings = ReadonlyMap<IpAddress, string>;

/** What a choice looks at besides the Service. */
export interface Choice {
  readonly ledger: Ledger;
  readonly labelsOf: NamespaceLabels;
  /** In the order in which they are tried. */
  readonly pools: readonly Pool[];
}

/**
 * Adds to `held` what the Service still lacks: all from one pool where one has it, else each family from the first pool that
 * has it. Fails with the verdict on every pool where the Service would get less than it must.
 */
export function choose(
  choice: Choice,
  service: Service,
  held: Holdings,
): Result<Holdings, readonly Verdict[]> {
  const { families, amount } = wantedFamilies(service);
  if (amount === 'one') return held.size > 0 ? ok(held) : chooseOne(choice, service, families);
  const missing = families.filter((family) => lack(service, held, family) > 0);
  const [only, another] = missing;
  if (only === undefined) return ok(held);
  if (another === undefined && held.size === 0) return chooseFamily(choice, service, held, only);
  const together = missing.length > 1 ? chooseTogether(choice, service, held, missing) : null;
  if (together !== null) return ok(together);
  const chosen = new Map(held);
  const refusals: Verdict[] = [];
  let isComplete = true;
  for (const family of missing) {
    const found = chooseFamily(choice, service, held, family);
    if (found.ok) for (const [address, pool] of found.value) chosen.set(address, pool);
    else refusals.push(...found.error);
    isComplete &&= found.ok;
  }
  const isEnough = isComplete || (amount === 'any' && chosen.size > 0);
  return isEnough ? ok(chosen) : failure(refusals);
}

function chooseOne(
  choice: Choice,
  service: Service,
  families: readonly IpFamily[],
): Result<Holdings, readonly Verdict[]> {
  const refusals: Verdict[] = [];
  for (const pool of choice.pools) {
    for (const family of families.filter((each) => hasFamily(pool, each))) {
      const found = fromPool(choice, service, pool, family, new Map());
      if (found.ok) return found;
      refusals.push(found.error);
    }
  }
  return failure(refusals);
}

function chooseTogether(
  choice: Choice,
  service: Service,
  held: Holdings,
  families: readonly IpFamily[],
): Holdings | null {
  for (const pool of choice.pools) {
    const chosen = new Map(held);
    const isComplete = families.every((family) => {
      const found = fromPool(choice, service, pool, family, held);
      if (found.ok) for (const [address, name] of found.value) chosen.set(address, name);
      return found.ok;
    });
    if (isComplete) return chosen;
  }
  return null;
}

function chooseFamily(
  choice: Choice,
  service: Service,
  held: Holdings,
  family: IpFamily,
): Result<Holdings, readonly Verdict[]> {
  const refusals: Verdict[] = [];
  for (const pool of choice.pools) {
    const found = fromPool(choice, service, pool, family, held);
    if (found.ok) return found;
    refusals.push(found.error);
  }
  return failure(refusals);
}

function fromPool(
  choice: Choice,
  service: Service,
  pool: Pool,
  family: IpFamily,
  held: Holdings,
): Result<Holdings, Verdict> {
  if (!hasFamily(pool, family)) return failure(verdict('poolHasNoFamily', { pool: pool.name, family }));
  const chosen = new Map<IpAddress, string>();
  const count = lack(service, held, family);
  const taken = held.size === 0 && count === 1 ? NONE_TAKEN : new Set(held.keys());
  while (chosen.size < count) {
    const address =
      firstShareable(choice.ledger, service, pool, family, taken) ??
      choice.ledger.firstVacant(pool, family, taken);
    if (address === null) return failure(exhausted(pool, family));
    chosen.set(address, pool.name);
    if (chosen.size < count) taken.add(address);
  }
  const limit = quotaOf(pool, service.namespace, choice.labelsOf);
  return isOverQuota(choice.ledger, service, pool, chosen, limit)
    ? failure(verdict('quotaReached', { pool: pool.name, namespace: service.namespace, limit }))
    : ok(chosen);
}

function isOverQuota(ledger: Ledger, service: Service, pool: Pool, chosen: Holdings, limit: number): boolean {
  const added = [...chosen.keys()].filter((address) => !ledger.holds(service.namespace, address));
  return added.length > 0 && ledger.usageBy(service.namespace, pool.name) + added.length > limit;
}

/** The lowest address of the pool that is shared under the key of the Service and has room for its ports. */
function firstShareable(
  ledger: Ledger,
  service: Service,
  pool: Pool,
  family: IpFamily,
  taken: ReadonlySet<IpAddress>,
): IpAddress | null {
  if (service.sharing?.kind !== 'key') return null;
  const shareable = [...ledger.sharedUnder(service.sharing.key)].filter((address) => {
    const tenancy = ledger.tenancy(address);
    const isCandidate = familyOf(address) === family && !taken.has(address) && tenancy?.pool === pool.name;
    return isCandidate && refusal(address, tenancy, service) === null;
  });
  return shareable.sort(compareAddresses)[0] ?? null;
}

/** How many addresses of the family the Service should have more. */
function lack(service: Service, held: Holdings, family: IpFamily): number {
  let count = service.request.count;
  for (const address of held.keys()) if (familyOf(address) === family) count--;
  return count;
}

function hasFamily(pool: Pool, family: IpFamily): boolean {
  return pool.ranges.some((range) => range.family === family);
}

function quotaOf(pool: Pool, namespace: string, labelsOf: NamespaceLabels): number {
  return pool.quotas.find((quota) => namesNamespace(quota, namespace, labelsOf))?.limit ?? Infinity;
}

function exhausted(pool: Pool, family: IpFamily): Verdict {
  const size = pool.ranges
    .filter((range) => range.family === family)
    .reduce((sum, range) => sum + rangeSize(range), 0n);
  return verdict('poolExhausted', { pool: pool.name, family, size: String(size) });
}

/** Shared by all who need one address, and never added to. */
const NONE_TAKEN = new Set<IpAddress>();
