import type { IpAddress } from '@fairlead/inet';
import { CandidateFinder, hasVirtualMac, interfacesOf, isKept } from '../decide/candidates.ts';
import type { Bearer } from '../decide/candidates.ts';
import { contestFor } from '../decide/contest.ts';
import type { Contest, Elected } from '../decide/elect.ts';
import { Election } from '../decide/election.ts';
import { eligibility } from '../decide/eligibility.ts';
import type { EligibilityOptions } from '../decide/eligibility.ts';
import { DEFAULT_L2, l2ViewOf } from '../decide/l2View.ts';
import type { L2View } from '../decide/l2View.ts';
import type { Standing } from '../decide/standing.ts';
import type { ObjectKey } from '../model/object.ts';
import type { Service } from '../model/service.ts';
import type { ClusterState } from '../source/clusterState.ts';

export interface OwnershipOptions {
  readonly state: ClusterState;
  readonly nodeName: string;
  readonly eligibility: EligibilityOptions;
  readonly addressesOf: (service: Service) => readonly IpAddress[];
}

/** The addresses that a node answers for, and how. */
export type OwnedAddresses = ReadonlyMap<IpAddress, Answering>;

export interface Answering {
  /** `null` is on all interfaces. */
  readonly interfaces: readonly string[] | null;
  /** Whether the address has a MAC of its own that moves with it. */
  readonly virtualMac: boolean;
}

/** Who answers for which address on layer 2, kept right Service by Service. */
export class Ownership {
  readonly #options: OwnershipOptions;
  readonly #addresses = new Map<ObjectKey, readonly IpAddress[]>();
  readonly #bearers = new Map<IpAddress, Map<ObjectKey, Bearer>>();
  #view: L2View;
  #finder: CandidateFinder;
  #election = new Election();
  #previous = NO_OWNERS;

  constructor(options: OwnershipOptions) {
    this.#options = options;
    this.#view = this.#lookAround({
      alive: new Set(),
      owners: NO_OWNERS,
      aliveFor: new Map(),
      links: new Map(),
    });
    this.#finder = new CandidateFinder(this.#view);
  }

  /** The outcome of the election. */
  get owners(): ReadonlyMap<IpAddress, Elected> {
    return this.#election.owners;
  }

  /** The Services on an address. */
  bearers(address: IpAddress): Iterable<ObjectKey> {
    return this.#bearers.get(address)?.keys() ?? [];
  }

  /** Looks at configuration, nodes and who is there again, and at every Service; `null` takes every node as alive. */
  look(standing: Standing | null): void {
    this.#view = this.#lookAround(standing);
    this.#previous = standing?.owners ?? NO_OWNERS;
    this.#finder = new CandidateFinder(this.#view);
    const { services } = this.#options.state;
    for (const key of new Set([...services.keys(), ...this.#addresses.keys()])) this.#bear(key);
    this.#election = new Election();
    this.#election.hold([...this.#bearers.keys()].flatMap((address) => this.#contest(address) ?? []));
  }

  /** Looks at one Service again. */
  place(key: ObjectKey): void {
    for (const address of this.#bear(key)) {
      const contest = this.#contest(address);
      if (contest === null) this.#election.drop(address);
      else this.#election.hold([contest]);
    }
  }

  /** What this node owns. */
  own(): OwnedAddresses {
    const own = new Map<IpAddress, Answering>();
    for (const [address, { owner }] of this.#election.owners) {
      if (owner === this.#options.nodeName) own.set(address, this.#answeringFor(address));
    }
    return own;
  }

  /** What of it nobody may take back at once. */
  kept(): readonly IpAddress[] {
    const { nodeName } = this.#options;
    return [...this.#election.owners]
      .filter(([, { owner }]) => owner === nodeName)
      .map(([address]) => address)
      .filter((address) =>
        this.#servicesOn(address).some((each) => isKept(this.#view, each, address, nodeName)),
      )
      .sort();
  }

  #lookAround(standing: Standing | null): L2View {
    const { state, eligibility: options } = this.#options;
    const nodes = [...state.nodes.values()];
    const eligible = eligibility(nodes, { ...options, alive: standing?.alive ?? null });
    const aliveFor = standing?.aliveFor ?? DEFAULT_L2.aliveFor;
    return l2ViewOf(nodes, state.config, eligible, { ...DEFAULT_L2, aliveFor }, standing?.links);
  }

  /** Notes what the Service bears now; answers the addresses that it has or had. */
  #bear(key: ObjectKey): ReadonlySet<IpAddress> {
    const { state, addressesOf } = this.#options;
    const service = state.services.get(key);
    const before = this.#addresses.get(key) ?? [];
    const now = service === undefined ? [] : addressesOf(service);
    for (const address of before) {
      const bearers = this.#bearers.get(address);
      bearers?.delete(key);
      if (bearers?.size === 0) this.#bearers.delete(address);
    }
    if (now.length === 0) this.#addresses.delete(key);
    else this.#addresses.set(key, now);
    for (const address of service === undefined ? [] : now) {
      const bearers = this.#bearers.get(address) ?? new Map<ObjectKey, Bearer>();
      if (service !== undefined) bearers.set(key, { service, endpoints: state.endpoints(key) });
      this.#bearers.set(address, bearers);
    }
    return new Set([...before, ...now]);
  }

  /** The contest for an address, as everything stands now; `null` where layer 2 does not announce it. */
  #contest(address: IpAddress): Contest | null {
    const bearers = [...(this.#bearers.get(address)?.values() ?? [])].sort(byKey);
    const [first] = bearers;
    const key = first === undefined ? address : (this.#addresses.get(first.service.key)?.[0] ?? address);
    return first === undefined
      ? null
      : contestFor(this.#finder, address, bearers, key, this.#previous.get(address) ?? null);
  }

  #servicesOn(address: IpAddress): readonly Service[] {
    return Array.from(this.#bearers.get(address)?.values() ?? [], ({ service }) => service);
  }

  /** As every Service on the address wants it. */
  #answeringFor(address: IpAddress): Answering {
    const { nodeName } = this.#options;
    const services = this.#servicesOn(address);
    const lists = services.map((service) => interfacesOf(this.#view, service, address, nodeName));
    return {
      interfaces: lists.includes(null) ? null : [...new Set(lists.flatMap((list) => list ?? []))].sort(),
      virtualMac: services.some((service) => hasVirtualMac(this.#view, service, address, nodeName)),
    };
  }
}

function byKey(a: Bearer, b: Bearer): number {
  return a.service.key < b.service.key ? -1 : 1;
}

const NO_OWNERS: Standing['owners'] = new Map();
