import type { IpAddress, MacAddress } from '@fairlead/inet';
import type { OwnedAddress } from '../options.ts';
import { noVerdicts } from '../statistics.ts';
import type { LinkName, LinkStatus, Problem } from './event.ts';
import type { NetworkInterface } from './network.ts';
import { OpenLink } from './openLink.ts';
import type { LinkContext, Release } from './openLink.ts';
import { addressProblem, interfaceProblem } from './problem.ts';

/** A link that addresses are wanted on, whether its interface is there or not. */
export class WantedLink {
  readonly #name: LinkName;
  readonly #context: LinkContext;
  readonly #wanted = new Map<IpAddress, OwnedAddress>();
  readonly #failed = new Set<IpAddress>();
  #open: OpenLink | null = null;
  #trouble: Problem | null = null;

  constructor(name: LinkName, context: LinkContext) {
    this.#name = name;
    this.#context = context;
  }

  get isWanted(): boolean {
    return this.#wanted.size > 0;
  }

  /** Replaces what is wanted; what is in both sets goes on undisturbed. */
  replace(
    owned: readonly OwnedAddress[],
    successors: ReadonlyMap<IpAddress, MacAddress>,
    interfaces: readonly NetworkInterface[],
  ): readonly Problem[] {
    const kept = new Set(owned.map(({ address }) => address));
    const released = [...this.#wanted.keys()].filter((address) => !kept.has(address));
    const releases = released.map((address) => ({ address, successor: successors.get(address) ?? null }));
    return this.change(releases, owned, interfaces);
  }

  /** Lets go of some addresses and wants others; answers why some are not answered for, or may not work. */
  change(
    releases: readonly Release[],
    claims: readonly OwnedAddress[],
    interfaces: readonly NetworkInterface[],
  ): readonly Problem[] {
    for (const { address } of releases) this.#wanted.delete(address);
    const fresh = claims.filter((owned) => this.#isFresh(owned));
    for (const owned of claims) this.#wanted.set(owned.address, owned);
    const failures =
      this.#open === null ? this.#begin(interfaces) : this.#carryOut(this.#open, releases, fresh);
    return [...failures, ...this.#warnings(claims, interfaces)];
  }

  /** Begins when the interface can be answered on, ends when it cannot any more. */
  interfacesChanged(interfaces: readonly NetworkInterface[]): void {
    const found = this.#find(interfaces);
    if (this.#open !== null) {
      const isSame = found?.index === this.#open.index;
      if (isSame && found.mac !== null && found.master === null) {
        this.#open.interfaceChanged(found, found.mac);
        return;
      }
      this.close();
      this.#context.report({ kind: 'linkAbsent', link: this.#name });
    }
    const before = this.#trouble?.reason;
    for (const problem of this.#begin(interfaces)) {
      if (problem.reason !== before) this.#context.report({ kind: 'problem', problem });
    }
  }

  partnersChanged(): void {
    this.#open?.partnersChanged();
  }

  status(): LinkStatus {
    if (this.#open !== null) return this.#open.status();
    return {
      link: this.#name,
      state: this.#trouble?.reason === 'noSuchInterface' ? 'absent' : 'failed',
      claims: [],
      received: noVerdicts(),
      unasked: 0,
      overflowed: 0,
      unsent: 0,
    };
  }

  close(): void {
    this.#open?.close();
    this.#open = null;
  }

  #begin(interfaces: readonly NetworkInterface[]): readonly Problem[] {
    const found = this.#find(interfaces);
    this.#trouble = interfaceProblem(this.#name, found, interfaces);
    if (this.#trouble !== null) return [this.#trouble];
    const mac = found?.mac ?? null;
    if (found === null || mac === null || !this.isWanted) return [];
    this.#open = new OpenLink(this.#name, found, mac, this.#context);
    return this.#carryOut(this.#open, [], [...this.#wanted.values()]);
  }

  #carryOut(
    open: OpenLink,
    releases: readonly Release[],
    claims: readonly OwnedAddress[],
  ): readonly Problem[] {
    for (const { address } of [...releases, ...claims]) this.#failed.delete(address);
    const problems = open.change(releases, claims);
    for (const { address } of problems) if (address !== null) this.#failed.add(address);
    return problems;
  }

  #isFresh(owned: OwnedAddress): boolean {
    const before = this.#wanted.get(owned.address);
    if (before === undefined || this.#failed.has(owned.address)) return true;
    return before.mac !== owned.mac || before.conflict !== owned.conflict;
  }

  #warnings(claims: readonly OwnedAddress[], interfaces: readonly NetworkInterface[]): readonly Problem[] {
    const found = this.#find(interfaces);
    if (found === null || this.#open === null) return [];
    return claims.flatMap(({ address }) => addressProblem(this.#name, address, found) ?? []);
  }

  #find(interfaces: readonly NetworkInterface[]): NetworkInterface | null {
    return interfaces.find(({ name }) => name === this.#name.interface) ?? null;
  }
}
