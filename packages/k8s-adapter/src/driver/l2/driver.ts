import type { IpAddress } from '@fairlead/inet';
import { derivedMac } from '@fairlead/l2-core';
import type { ConflictPolicy, OwnedAddress } from '@fairlead/l2-core';
import type { Layer2, LinkStatus, Problem } from '@fairlead/l2-core/node';
import type { OwnedAddresses } from '../../reconcile/ownership.ts';
import { failure } from '../log.ts';
import type { Log } from '../log.ts';
import { ProblemLog } from './problemLog.ts';

export interface L2DriverOptions {
  readonly layer2: Layer2;
  /** The interfaces of this machine that addresses are answered on where nobody names any. */
  readonly interfaces: () => readonly string[];
  /** Interfaces on which no address is answered for, whoever names them. */
  readonly exclude: RegExp;
  readonly log: Log;
  /** Nothing is asked of `interfaces` any more. */
  readonly closed?: () => void;
}

/** Answers for the addresses that are decided, on the interfaces that are named or that there are. */
export class L2Driver {
  readonly #options: L2DriverOptions;
  readonly #problems: ProblemLog;
  #wanted: OwnedAddresses = new Map();
  #conflict: ConflictPolicy = 'defend';
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

  /** Replaces what is answered for; `conflict` says what to do about others that claim the same. */
  own(wanted: OwnedAddresses, conflict: ConflictPolicy): void {
    this.#wanted = wanted;
    this.#conflict = conflict;
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
    for (const [name, addresses] of before) {
      const kept = now.get(name);
      const released = [...addresses.keys()].filter((address) => kept?.has(address) !== true);
      if (released.length > 0) await layer2.release({ interface: name }, released);
    }
    const problems: Problem[] = [];
    for (const [name, addresses] of now) {
      const claimed = newIn(addresses, before.get(name));
      if (claimed.length > 0) problems.push(...(await layer2.claim({ interface: name, addresses: claimed })));
    }
    this.#problems.tell(problems, now);
  }

  #byInterface(): ByInterface {
    const present = this.#options.interfaces();
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
