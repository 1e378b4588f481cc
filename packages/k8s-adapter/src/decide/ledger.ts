import { familyOf } from '@fairlead/inet';
import type { IpAddress, IpFamily } from '@fairlead/inet';
import type { ObjectKey } from '../model/object.ts';
import type { Pool } from '../model/pool.ts';
import type { Service } from '../model/service.ts';
import type { Tenancy } from './tenancy.ts';
import { Vacancy } from './vacancy.ts';

/** How many addresses of a pool are in use. */
export interface PoolUsage {
  readonly ipv4: number;
  readonly ipv6: number;
}

/** Who holds which address, with an index for every question that allocation asks. */
export class Ledger {
  readonly #tenancies = new Map<IpAddress, Tenancy>();
  readonly #held = new Map<ObjectKey, readonly IpAddress[]>();
  readonly #shared = new Map<string, Set<IpAddress>>();
  readonly #usage = new Map<
    string,
    { ipv4: number; ipv6: number; readonly namespaces: Map<string, number> }
  >();
  readonly #vacancies = new Map<string, Vacancy>();
  #pools: ReadonlyMap<string, Pool> = new Map();

  /** Takes other pools; who holds what stays. */
  configure(pools: ReadonlyMap<string, Pool>): void {
    this.#pools = pools;
    this.#vacancies.clear();
  }

  tenancy(address: IpAddress): Tenancy | null {
    return this.#tenancies.get(address) ?? null;
  }

  /** All addresses in use, with who holds them. */
  tenancies(): ReadonlyMap<IpAddress, Tenancy> {
    return this.#tenancies;
  }

  /** The addresses of a Service or claim. */
  held(key: ObjectKey): readonly IpAddress[] {
    return this.#held.get(key) ?? [];
  }

  usage(pool: string): PoolUsage {
    const { ipv4, ipv6 } = this.#usageOf(pool);
    return { ipv4, ipv6 };
  }

  /** How many addresses of the pool a namespace holds, by Services and claims. */
  usageBy(namespace: string, pool: string): number {
    return this.#usageOf(pool).namespaces.get(namespace) ?? 0;
  }

  /** Whether a Service or claim of the namespace holds the address. */
  holds(namespace: string, address: IpAddress): boolean {
    const tenancy = this.#tenancies.get(address);
    return tenancy !== undefined && [...namespacesOf(tenancy)].includes(namespace);
  }

  sharedUnder(key: string): ReadonlySet<IpAddress> {
    return this.#shared.get(key) ?? new Set();
  }

  firstVacant(pool: Pool, family: IpFamily, taken: ReadonlySet<IpAddress>): IpAddress | null {
    return this.#vacancy(pool, family).first(taken);
  }

  /** Notes that the Service holds exactly these addresses, each of a pool. */
  assign(service: Service, holdings: ReadonlyMap<IpAddress, string>): void {
    this.#hold(service.key, holdings, (tenancy) => {
      tenancy.tenants.set(service.key, service);
    });
  }

  /** Notes that the claim reserves exactly these addresses, each of a pool. */
  reserve(claim: { key: ObjectKey; namespace: string }, holdings: ReadonlyMap<IpAddress, string>): void {
    this.#hold(claim.key, holdings, (tenancy) => {
      tenancy.claim = claim;
    });
  }

  /** Notes that a Service or claim is gone; answers which addresses it held. */
  release(key: ObjectKey): readonly IpAddress[] {
    const addresses = this.held(key);
    this.#hold(key, new Map(), () => undefined);
    return addresses;
  }

  #hold(key: ObjectKey, holdings: ReadonlyMap<IpAddress, string>, join: (tenancy: Tenancy) => void): void {
    for (const address of this.held(key)) {
      const pool = this.#tenancies.get(address)?.pool;
      if (holdings.has(address) || pool === undefined) continue;
      this.#change(address, pool, (tenancy) => {
        tenancy.tenants.delete(key);
        if (tenancy.claim?.key === key) tenancy.claim = null;
      });
    }
    for (const [address, pool] of holdings) this.#change(address, pool, join);
    if (holdings.size === 0) this.#held.delete(key);
    else this.#held.set(key, [...holdings.keys()]);
  }

  #change(address: IpAddress, pool: string, change: (tenancy: Tenancy) => void): void {
    const tenancy = this.#tenancies.get(address) ?? { pool, tenants: new Map(), claim: null };
    if (this.#tenancies.has(address)) this.#count(address, tenancy, -1);
    tenancy.pool = pool;
    change(tenancy);
    if (tenancy.tenants.size > 0 || tenancy.claim !== null) {
      this.#tenancies.set(address, tenancy);
      this.#count(address, tenancy, 1);
      return;
    }
    this.#tenancies.delete(address);
    const known = this.#pools.get(pool);
    if (known !== undefined) this.#vacancy(known, familyOf(address)).giveBack(address);
  }

  #count(address: IpAddress, tenancy: Tenancy, change: 1 | -1): void {
    const usage = this.#usageOf(tenancy.pool);
    usage[familyOf(address)] += change;
    for (const namespace of namespacesOf(tenancy)) {
      usage.namespaces.set(namespace, (usage.namespaces.get(namespace) ?? 0) + change);
    }
    for (const { sharing } of tenancy.tenants.values()) {
      if (sharing?.kind === 'key') this.#share(sharing.key, address, change);
    }
  }

  #share(key: string, address: IpAddress, change: 1 | -1): void {
    const shared = this.#shared.get(key) ?? new Set();
    if (change === 1) shared.add(address);
    else shared.delete(address);
    if (shared.size === 0) this.#shared.delete(key);
    else this.#shared.set(key, shared);
  }

  #vacancy(pool: Pool, family: IpFamily): Vacancy {
    const key = `${family} ${pool.name}`;
    const known = this.#vacancies.get(key);
    if (known !== undefined) return known;
    const vacancy = new Vacancy(pool, family, (address) => this.#tenancies.has(address));
    this.#vacancies.set(key, vacancy);
    return vacancy;
  }

  #usageOf(pool: string): { ipv4: number; ipv6: number; readonly namespaces: Map<string, number> } {
    const known = this.#usage.get(pool);
    if (known !== undefined) return known;
    const usage = { ipv4: 0, ipv6: 0, namespaces: new Map<string, number>() };
    this.#usage.set(pool, usage);
    return usage;
  }
}

function namespacesOf({ tenants, claim }: Tenancy): Iterable<string> {
  if (claim !== null && tenants.size === 0) return [claim.namespace];
  if (claim === null && tenants.size === 1) return onlyNamespace(tenants.values());
  const namespaces = new Set(claim === null ? [] : [claim.namespace]);
  for (const { namespace } of tenants.values()) namespaces.add(namespace);
  return namespaces;
}

/** The usual case, for which no set is made. */
function onlyNamespace(tenants: Iterable<Service>): readonly string[] {
  const [tenant] = tenants;
  return tenant === undefined ? [] : [tenant.namespace];
}
