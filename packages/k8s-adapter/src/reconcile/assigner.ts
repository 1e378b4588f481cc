import type { IpAddress } from '@fairlead/inet';
import { inAllocationOrder } from '../decide/allocate.ts';
import type { Allocation } from '../decide/allocation.ts';
import { Allocator } from '../decide/allocator.ts';
import type { PoolUsage } from '../decide/ledger.ts';
import type { ObjectKey } from '../model/object.ts';
import type { ClusterState } from '../source/clusterState.ts';

export interface AssignerOptions {
  readonly state: ClusterState;
  readonly loadBalancerClass: string | null;
}

/** Which addresses Services have, kept right Service by Service. */
export class Assigner {
  readonly #options: AssignerOptions;
  readonly #allocator = new Allocator();
  readonly #allocations = new Map<ObjectKey, Allocation>();
  readonly #claims = new Map<ObjectKey, Allocation>();
  /** Services that may get more as soon as something is given back. */
  readonly #hungry = new Set<ObjectKey>();

  constructor(options: AssignerOptions) {
    this.#options = options;
  }

  get allocations(): ReadonlyMap<ObjectKey, Allocation> {
    return this.#allocations;
  }

  /** What became of AddressClaims, by `namespace/name`. */
  get claims(): ReadonlyMap<ObjectKey, Allocation> {
    return this.#claims;
  }

  addressesOf(key: ObjectKey): readonly IpAddress[] {
    return this.#allocations.get(key)?.addresses ?? [];
  }

  usage(pool: string): PoolUsage {
    return this.#allocator.usage(pool);
  }

  /** Takes the configuration as it is now and places every Service, those first that have addresses. */
  placeAll(): readonly ObjectKey[] {
    const { state, loadBalancerClass } = this.#options;
    const { pools, claims } = state.config;
    this.#allocator.configure({ pools, claims, namespaces: state.namespaces, loadBalancerClass });
    const gone = [...this.#allocations.keys()].filter((key) => !state.services.has(key));
    const released = gone.filter((key) => this.#place(key));
    const present = inAllocationOrder([...state.services.values()]);
    this.#allocator.hold(claims, present);
    this.#claims.clear();
    for (const claim of claims) this.#claims.set(claim.key, this.#allocator.placeClaim(claim));
    return [...released, ...present.map(({ key }) => key).filter((key) => this.#place(key))];
  }

  /** Places one Service, and those that wait where it gave something back; answers whose allocation is another. */
  place(key: ObjectKey): readonly ObjectKey[] {
    const before = this.addressesOf(key);
    const changed = this.#place(key) ? [key] : [];
    const now = this.addressesOf(key);
    const gaveBack = before.some((address) => !now.includes(address));
    if (!gaveBack) return changed;
    this.#placeWaitingClaims();
    const waiting = [...this.#hungry].filter((hungry) => hungry !== key);
    return [...changed, ...waiting.filter((hungry) => this.#place(hungry))];
  }

  /** Claims come before Services, as they do when everything is placed. */
  #placeWaitingClaims(): void {
    for (const claim of this.#options.state.config.claims) {
      if (this.#claims.get(claim.key)?.kind === 'pending')
        this.#claims.set(claim.key, this.#allocator.placeClaim(claim));
    }
  }

  #place(key: ObjectKey): boolean {
    const before = this.#allocations.get(key);
    const service = this.#options.state.services.get(key);
    if (service === undefined) {
      this.#allocator.release(key);
      this.#hungry.delete(key);
      return this.#allocations.delete(key);
    }
    const allocation = this.#allocator.place(service);
    this.#allocations.set(key, allocation);
    if (isHungry(allocation)) this.#hungry.add(key);
    else this.#hungry.delete(key);
    return before === undefined || !isSame(before, allocation);
  }
}

function isHungry({ kind, trace }: Allocation): boolean {
  return kind === 'pending' || trace.some(({ reason }) => reason === 'secondFamilyMissing');
}

function isSame(a: Allocation, b: Allocation): boolean {
  return (
    a.kind === b.kind &&
    a.decision.reason === b.decision.reason &&
    a.addresses.length === b.addresses.length &&
    a.addresses.every((address, index) => address === b.addresses[index])
  );
}
