import type { Layer2, Layer2Event, LinkAddresses, LinkStatus, Problem } from '@fairlead/l2-core/node';
import type { ConflictPolicy } from '@fairlead/l2-core';
import type { IpAddress } from '@fairlead/inet';
import type { OwnedAddresses } from '../../reconcile/ownership.ts';
import { failure } from '../log.ts';
import type { Log } from '../log.ts';

export interface L2DriverOptions {
  readonly layer2: Layer2;
  /** The interfaces of this machine that addresses can be answered on. */
  readonly interfaces: () => readonly string[];
  readonly log: Log;
}

/** Answers for the addresses that are decided, on the interfaces that there are. */
export class L2Driver {
  readonly #options: L2DriverOptions;
  #wanted: OwnedAddresses = new Map();
  #conflict: ConflictPolicy = 'defend';
  /** What the responder was told, by interface. */
  #told: ReadonlyMap<string, ReadonlyMap<IpAddress, ConflictPolicy>> = new Map();
  #work: Promise<void> = Promise.resolve();
  #isQueued = false;

  constructor(options: L2DriverOptions) {
    this.#options = options;
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

  status(): Promise<readonly LinkStatus[]> {
    return this.#options.layer2.status();
  }

  async close(): Promise<void> {
    await this.#work;
    await this.#options.layer2.close();
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
    for (const [name, addresses] of now) {
      const claimed = newIn(addresses, before.get(name));
      if (claimed.addresses.length > 0) this.#report(await layer2.claim({ interface: name, ...claimed }));
    }
  }

  #byInterface(): ReadonlyMap<string, ReadonlyMap<IpAddress, ConflictPolicy>> {
    const present = this.#options.interfaces();
    const byInterface = new Map(present.map((name) => [name, new Map<IpAddress, ConflictPolicy>()]));
    for (const [address, names] of this.#wanted) {
      for (const name of names ?? present) byInterface.get(name)?.set(address, this.#conflict);
    }
    return byInterface;
  }

  #report(problems: readonly Problem[]): void {
    for (const { severity, reason, message, address } of problems) {
      const fields = { reason, ...(address !== null && { address }) };
      if (severity === 'error') this.#options.log.error(fields, message);
      else this.#options.log.debug(fields, message);
    }
  }
}

/** Says what the responder tells. */
export function logLayer2(log: Log, event: Layer2Event): void {
  switch (event.kind) {
    case 'owned':
      log.info(
        { reason: 'owned', address: event.address, interface: event.link.interface },
        'answering for this address',
      );
      break;
    case 'conflict':
    case 'yielded':
      log.warn(
        { reason: event.kind, address: event.address, mac: event.mac, interface: event.link.interface },
        event.kind === 'conflict'
          ? 'another host answers for this address'
          : 'left this address to another host',
      );
      break;
    case 'linkUp':
    case 'linkDown':
    case 'linkAbsent':
      log.info({ reason: event.kind, interface: event.link.interface }, 'the state of an interface changed');
      break;
    case 'problem':
      log.error(
        { reason: event.problem.reason, interface: event.problem.link.interface },
        event.problem.message,
      );
      break;
    case 'framesDropped':
      log.debug(
        { reason: event.reason, count: event.count, interface: event.link.interface },
        'frames dropped',
      );
      break;
  }
}

function newIn(
  now: ReadonlyMap<IpAddress, ConflictPolicy>,
  before: ReadonlyMap<IpAddress, ConflictPolicy> | undefined,
): Pick<LinkAddresses, 'addresses'> {
  const fresh = [...now].filter(([address, conflict]) => before?.get(address) !== conflict);
  return { addresses: fresh.map(([address, conflict]) => ({ address, conflict })) };
}
