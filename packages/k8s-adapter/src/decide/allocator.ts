import { failure, familyOf, ok } from '@fairlead/inet';
import type { IpAddress, Result } from '@fairlead/inet';
import type { Labels, ObjectKey } from '../model/object.ts';
import type { AddressClaim, Pool } from '../model/pool.ts';
import type { Service } from '../model/service.ts';
import { allocated, ignored, notAllocated } from './allocation.ts';
import type { Allocation } from './allocation.ts';
import { automaticPools, refusalToAsked, refusalToUnasked } from './candidate.ts';
import type { NamespaceLabels } from './candidate.ts';
import { choose } from './choose.ts';
import type { Holdings } from './choose.ts';
import { asService, claimKey } from './claim.ts';
import { judgeAsked, judgeHeld } from './judge.ts';
import type { Judgement } from './judge.ts';
import { Ledger } from './ledger.ts';
import type { PoolUsage } from './ledger.ts';
import { disownment } from './ours.ts';
import { indexPools } from './poolIndex.ts';
import { sentence, verdict } from './reason.ts';
import type { Verdict } from './reason.ts';
import { familyRefusal, policyRefusal, wantedFamilies } from './request.ts';

/** What addresses are given from, and to whom. */
export interface AllocatorConfig {
  readonly pools: readonly Pool[];
  readonly claims: readonly AddressClaim[];
  readonly namespaces: ReadonlyMap<string, Labels>;
  /** The only class that is served; `null` serves Services without a class and those of our own. */
  readonly loadBalancerClass: string | null;
}

/** Gives addresses to Services as they come, change and go. To place one again changes nothing while nothing else changed. */
export class Allocator {
  readonly #ledger = new Ledger();
  #claims: ReadonlyMap<ObjectKey, AddressClaim> = new Map();
  #loadBalancerClass: string | null = null;
  #pools: readonly Pool[] = [];
  #judgement: Judgement = { ledger: this.#ledger, index: indexPools([]), labelsOf: () => ({}) };

  /** Takes another configuration. Who holds what stays until the Service or claim is placed again. */
  configure({ pools, claims, namespaces, loadBalancerClass }: AllocatorConfig): void {
    const index = indexPools(pools);
    this.#ledger.configure(index.byName);
    this.#judgement = { ledger: this.#ledger, index, labelsOf: labelsByNamespace(namespaces) };
    this.#pools = pools;
    this.#loadBalancerClass = loadBalancerClass;
    const remaining = new Map(claims.map((claim) => [claimKey(claim.namespace, claim.name), claim]));
    for (const key of this.#claims.keys()) if (!remaining.has(key)) this.#ledger.release(key);
    this.#claims = remaining;
  }

  /**
   * Notes what everybody may keep of what they have, and gives nothing new. At a start this comes before everything else, so
   * that nobody is given what another one has.
   */
  hold(claims: readonly AddressClaim[], services: readonly Service[]): void {
    for (const claim of claims) {
      const service = asService(claim);
      this.#ledger.reserve(ownerOf(service), this.#keep(service).kept);
    }
    for (const service of services) {
      if (this.#holdsNothing(service) || disownment(service, this.#loadBalancerClass) !== null) continue;
      this.#ledger.assign(service, this.#keep(service).kept);
    }
  }

  /** Decides which addresses the Service has from now on. */
  place(service: Service): Allocation {
    const disowned = disownment(service, this.#loadBalancerClass);
    if (disowned === null)
      return this.#settle(service, (holdings) => {
        this.#ledger.assign(service, holdings);
      });
    this.#ledger.release(service.key);
    return ignored(service, disowned);
  }

  /** Decides which addresses the claim reserves from now on. */
  placeClaim(claim: AddressClaim): Allocation {
    const service = asService(claim);
    return this.#settle(service, (holdings) => {
      this.#ledger.reserve(ownerOf(service), holdings);
    });
  }

  /** Forgets a Service that is gone; answers which addresses became free. */
  release(key: ObjectKey): readonly IpAddress[] {
    return this.#ledger.release(key).filter((address) => this.#ledger.tenancy(address) === null);
  }

  usage(pool: string): PoolUsage {
    return this.#ledger.usage(pool);
  }

  /** All addresses in use, with the Services that hold them. */
  *holders(): Iterable<readonly [IpAddress, Iterable<ObjectKey>]> {
    for (const [address, { tenants }] of this.#ledger.tenancies()) yield [address, tenants.keys()];
  }

  /** Neither by its status nor by what was decided. */
  #holdsNothing({ key, assigned }: Service): boolean {
    return assigned === null && this.#ledger.held(key).length === 0;
  }

  #settle(service: Service, note: (holdings: Holdings) => void): Allocation {
    const { kept, lost } = this.#holdsNothing(service) ? NOTHING_KEPT : this.#keep(service);
    if (kept !== NOTHING_KEPT.kept) note(kept);
    const granted = this.#grant(service, kept);
    if (!granted.ok) return notAllocated(service, kept, [...lost, ...granted.error], this.#pools.length);
    note(granted.value);
    return allocated(service, kept, granted.value, lost);
  }

  #keep(service: Service): Kept {
    const kept = new Map<IpAddress, string>();
    const lost: Verdict[] = [];
    for (const address of this.#current(service)) {
      const judged = judgeHeld(this.#judgement, service, address, kept);
      if (judged.ok) kept.set(address, judged.value);
      else lost.push(verdict('moved', { old: address, because: sentence(judged.error) }));
    }
    return { kept, lost };
  }

  /** What the Service has by its status, or by what was decided and has not been written yet. */
  #current(service: Service): readonly IpAddress[] {
    const { defect } = service.request;
    if (defect !== null) return [];
    const assigned = service.assigned?.addresses ?? [];
    return assigned.length > 0 ? assigned : this.#ledger.held(service.key);
  }

  #grant(service: Service, kept: Holdings): Result<Holdings, readonly Verdict[]> {
    const { addresses, pools, claim, defect } = service.request;
    if (defect !== null) return failure([verdict('requestInvalid', { defect })]);
    const impossible = policyRefusal(service);
    if (impossible !== null) return failure([impossible]);
    if (claim !== null && claimKey(service.namespace, claim) !== service.key)
      return this.#grantClaimed(service, claim);
    if (addresses.length > 0) {
      const refused = familyRefusal(service);
      return refused === null ? this.#grantAsked(service, addresses) : failure([refused]);
    }
    return pools.length > 0
      ? this.#grantFromNamed(service, kept, pools)
      : this.#grantAutomatic(service, kept);
  }

  #grantClaimed(service: Service, claim: string): Result<Holdings, readonly Verdict[]> {
    const { families } = wantedFamilies(service);
    const claimed = this.#ledger.held(claimKey(service.namespace, claim));
    const usable = claimed.filter((address) => families.includes(familyOf(address)));
    return usable.length > 0
      ? this.#grantAsked(service, usable)
      : failure([verdict('claimUnknown', { claim })]);
  }

  #grantAsked(service: Service, addresses: readonly IpAddress[]): Result<Holdings, readonly Verdict[]> {
    const granted = new Map<IpAddress, string>();
    const refusals: Verdict[] = [];
    for (const address of addresses) {
      const isHeld = this.#ledger.held(service.key).includes(address);
      const judged = isHeld
        ? judgeHeld(this.#judgement, service, address, granted)
        : judgeAsked(this.#judgement, service, address);
      if (judged.ok) granted.set(address, judged.value);
      else refusals.push(judged.error);
    }
    return refusals.length === 0 ? ok(granted) : failure(refusals);
  }

  #grantFromNamed(
    service: Service,
    kept: Holdings,
    names: readonly string[],
  ): Result<Holdings, readonly Verdict[]> {
    const refusals: Verdict[] = [];
    const pools: Pool[] = [];
    for (const name of names) {
      const pool = this.#judgement.index.byName.get(name);
      const refused =
        pool === undefined
          ? verdict('poolUnknown', { pool: name })
          : refusalToAsked(pool, service, this.#judgement.labelsOf);
      if (refused !== null) refusals.push(refused);
      else if (pool !== undefined) pools.push(pool);
    }
    return this.#choose(service, kept, pools, () => refusals);
  }

  #grantAutomatic(service: Service, kept: Holdings): Result<Holdings, readonly Verdict[]> {
    const { labelsOf } = this.#judgement;
    const pools = automaticPools(this.#pools, service, labelsOf);
    return this.#choose(service, kept, pools, () =>
      this.#pools.flatMap((pool) => refusalToUnasked(pool, service, labelsOf) ?? []),
    );
  }

  #choose(
    service: Service,
    kept: Holdings,
    pools: readonly Pool[],
    refusals: () => readonly Verdict[],
  ): Result<Holdings, readonly Verdict[]> {
    const { ledger, labelsOf } = this.#judgement;
    const ordered = kept.size === 0 ? pools : homesFirst(pools, kept);
    const chosen = choose({ ledger, labelsOf, pools: ordered }, service, kept);
    return chosen.ok ? chosen : failure([...chosen.error, ...refusals()]);
  }
}

/** The pools that the Service has addresses of already come first. */
function homesFirst(pools: readonly Pool[], kept: Holdings): readonly Pool[] {
  const homes = new Set(kept.values());
  return [...pools].sort((a, b) => Number(homes.has(b.name)) - Number(homes.has(a.name)));
}

interface Kept {
  readonly kept: Holdings;
  readonly lost: readonly Verdict[];
}

const NOTHING_KEPT: Kept = { kept: new Map(), lost: [] };

function ownerOf({ key, namespace }: Service): { readonly key: ObjectKey; readonly namespace: string } {
  return { key, namespace };
}

function labelsByNamespace(namespaces: ReadonlyMap<string, Labels>): NamespaceLabels {
  return (name) => namespaces.get(name) ?? { 'kubernetes.io/metadata.name': name };
}
