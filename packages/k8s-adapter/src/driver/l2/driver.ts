import type { IpAddress, MacAddress } from '@fairlead/inet';
import { derivedMac } from '@fairlead/l2-core';
import type { ConflictPolicy, OwnedAddress } from '@fairlead/l2-core';
import type { Layer2, Layer2Event, LinkStatus, Problem } from '@fairlead/l2-core/node';
import { NOBODY, successorOn } from '../../decide/successor.ts';
import type { Others } from '../../decide/successor.ts';
import type { OwnLink } from '../../model/link.ts';
import type { OwnedAddresses } from '../../reconcile/ownership.ts';
import { failure } from '../log.ts';
import type { Log } from '../log.ts';
import { ProblemLog } from './problemLog.ts';

export interface L2DriverOptions {
  readonly layer2: Layer2;
  /** The interfaces of this machine that addresses are answered on where nobody names any. */
  readonly links: () => readonly OwnLink[];
  /** Interfaces on which no address is answered for, whoever names them. */
  readonly exclude: RegExp;
  readonly log: Log;
  /** Nothing is asked of `links` any more. */
  readonly closed?: () => void;
}

/** Answers for the addresses that are decided, on the interfaces that are named or that there are. */
export class L2Driver {
  readonly #options: L2DriverOptions;
  readonly #problems: ProblemLog;
  #wanted: OwnedAddresses = new Map();
  #conflict: ConflictPolicy = 'defend';
  #others: Others = NOBODY;
  #partners = '';
  /** The MAC address by which another speaker took an address of ours over. */
  readonly #heard = new Map<string, MacAddress>();
  /** What the responder was told. */
  #told: ByInterface = new Map();
  #work: Promise<void> = Promise.resolve();
  #isQueued = false;
  #isClosed = false;

  constructor(options: L2DriverOptions) {
    this.#options = options;
    this.#problems = new ProblemLog(options.log);
  }

  get owned(): OwnedAddresses {
    return this.#wanted;
  }

  /** The interfaces that addresses are answered on where nobody names any. */
  get links(): readonly OwnLink[] {
    return this.#options.links();
  }

  /** Replaces what is answered for; `conflict` says what to do about hosts that claim the same and are none of the others. */
  own(wanted: OwnedAddresses, conflict: ConflictPolicy, others: Others = NOBODY): void {
    this.#wanted = wanted;
    this.#conflict = conflict;
    this.#others = others;
    this.interfacesChanged();
  }

  /** Answers on interfaces that are new, too. */
  interfacesChanged(): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    this.#work = this.#work
      .then(() => this.#carryOut())
      .catch((error: unknown) => {
        this.#options.log.error(
          { reason: 'layer2Failed', ...failure(error) },
          'could not change what is answered for',
        );
      });
  }

  /** What the responder tells. */
  tell(event: Layer2Event): void {
    if (event.kind !== 'handover') return;
    this.#heard.set(placeOf(event.link.interface, event.address), event.mac);
  }

  /** Resolves when everything that was asked for is so. */
  idle(): Promise<void> {
    return this.#work;
  }

  async status(): Promise<readonly LinkStatus[]> {
    return this.#isClosed ? [] : await this.#options.layer2.status();
  }

  async close(): Promise<void> {
    await this.#work;
    this.#isClosed = true;
    await this.#options.layer2.close();
    this.#options.closed?.();
  }

  async #carryOut(): Promise<void> {
    this.#isQueued = false;
    const { layer2 } = this.#options;
    const before = this.#told;
    const now = this.#byInterface();
    this.#told = now;
    await this.#tellPartners();
    for (const [name, addresses] of before) {
      const kept = now.get(name);
      const released = [...addresses.values()].filter(({ address }) => kept?.has(address) !== true);
      for (const [successor, group] of this.#bySuccessor(name, released))
        await layer2.release({ interface: name }, group, successor ?? undefined);
    }
    const problems: Problem[] = [];
    for (const [name, addresses] of now) {
      const claimed = newIn(addresses, before.get(name));
      if (claimed.length > 0) problems.push(...(await layer2.claim({ interface: name, addresses: claimed })));
    }
    this.#problems.tell(problems, now);
  }

  async #tellPartners(): Promise<void> {
    const macs = [...this.#others.links.values()].flatMap((links) => links.map(({ mac }) => mac));
    const partners = [...new Set(macs)].sort();
    if (partners.join() === this.#partners) return;
    this.#partners = partners.join();
    await this.#options.layer2.setPartners(partners);
  }

  /** Those that are let go, by the MAC address that has them next; one with a MAC of its own needs no word. */
  #bySuccessor(
    name: string,
    released: readonly OwnedAddress[],
  ): ReadonlyMap<MacAddress | null, readonly IpAddress[]> {
    const link = this.links.find((each) => each.name === name);
    const { ownerOf, links } = this.#others;
    const groups = new Map<MacAddress | null, IpAddress[]>();
    for (const { address, mac } of released) {
      const place = placeOf(name, address);
      const theirs = links.get(ownerOf(address) ?? '') ?? [];
      const isTold = link !== undefined && mac === undefined;
      const successor = isTold ? successorOn(link, address, theirs, this.#heard.get(place) ?? null) : null;
      this.#heard.delete(place);
      const group = groups.get(successor) ?? [];
      groups.set(successor, group);
      group.push(address);
    }
    return groups;
  }

  #byInterface(): ByInterface {
    const present = this.links.map(({ name }) => name);
    const byInterface = new Map<string, Map<IpAddress, OwnedAddress>>();
    for (const [address, { interfaces, virtualMac }] of this.#wanted) {
      const mac = virtualMac ? derivedMac(address) : undefined;
      const named = interfaces?.filter((name) => !this.#options.exclude.test(name));
      if (interfaces !== null && named?.length === 0) this.#problems.tellExcluded(address, interfaces);
      for (const name of named ?? present) {
        const addresses = byInterface.get(name) ?? new Map<IpAddress, OwnedAddress>();
        byInterface.set(name, addresses.set(address, { address, conflict: this.#conflict, mac }));
      }
    }
    return byInterface;
  }
}

export type ByInterface = ReadonlyMap<string, ReadonlyMap<IpAddress, OwnedAddress>>;

function newIn(
  now: ReadonlyMap<IpAddress, OwnedAddress>,
  before: ReadonlyMap<IpAddress, OwnedAddress> | undefined,
): readonly OwnedAddress[] {
  return [...now.values()].filter(({ address, conflict, mac }) => {
    const told = before?.get(address);
    return told === undefined || told.conflict !== conflict || told.mac !== mac;
  });
}

function placeOf(name: string, address: IpAddress): string {
  return `${name} ${address}`;
}
