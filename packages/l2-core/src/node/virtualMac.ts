import { macToNumber, millis } from '@fairlead/inet';
import type { IpAddress, MacAddress, Millis } from '@fairlead/inet';
import type { Clock } from './clock.ts';
import type { Network, NetworkInterface } from './network.ts';

/**
 * The interfaces that make the host accept frames for virtual MAC addresses: one macvlan each, while an address needs it and a
 * moment longer. Until the next owner has spoken, switches still send here what is for it, and this host can deliver that.
 */
export class VirtualMacs {
  readonly #network: Pick<Network, 'createMacvlan' | 'removeInterface'>;
  readonly #clock: Clock;
  readonly #made = new Map<string, Made>();

  /** Interfaces that an earlier process left behind are taken over, and go in time where nobody needs them. */
  constructor(
    network: Pick<Network, 'createMacvlan' | 'removeInterface'>,
    clock: Clock,
    present: readonly NetworkInterface[],
  ) {
    this.#network = network;
    this.#clock = clock;
    for (const { name, index, mac, parent } of present) {
      if (mac === null || parent === null || name !== nameOf(parent, mac)) continue;
      const left: Made = { index, users: 0, keep: () => undefined };
      this.#made.set(name, left);
      this.#removeIn(LEFT_BEHIND, name, left);
    }
  }

  use(parentIndex: number, mac: MacAddress): void {
    const name = nameOf(parentIndex, mac);
    const found = this.#made.get(name);
    const made = found ?? this.#make(name, parentIndex, mac);
    made.keep();
    made.users++;
  }

  drop(parentIndex: number, mac: MacAddress): void {
    const name = nameOf(parentIndex, mac);
    const found = this.#made.get(name);
    if (found === undefined || --found.users > 0) return;
    this.#removeIn(LINGER, name, found);
  }

  /** Removes them all, a moment after the last frame of ours. */
  async close(): Promise<void> {
    for (const { keep } of this.#made.values()) keep();
    if (this.#made.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#clock.after(LINGER, resolve);
    });
    for (const [name, { index }] of this.#made) this.#remove(name, index);
  }

  #make(name: string, parentIndex: number, mac: MacAddress): Made {
    const { index } = this.#network.createMacvlan({ parentIndex, name, mac });
    const made: Made = { index, users: 0, keep: () => undefined };
    this.#made.set(name, made);
    return made;
  }

  #removeIn(span: Millis, name: string, made: Made): void {
    made.keep = this.#clock.after(span, () => {
      this.#remove(name, made.index);
    });
  }

  /** What went with its parent is gone already. */
  #remove(name: string, index: number): void {
    this.#made.delete(name);
    try {
      this.#network.removeInterface(index);
    } catch {
      return;
    }
  }
}

interface Made {
  readonly index: number;
  users: number;
  /** Takes back that it is to be removed. */
  keep: () => void;
}

/** Which addresses of one link have a MAC address of their own. */
export class LinkMacs {
  readonly #macs: VirtualMacs;
  readonly #parentIndex: number;
  readonly #macOf = new Map<IpAddress, MacAddress>();

  constructor(macs: VirtualMacs, parentIndex: number) {
    this.#macs = macs;
    this.#parentIndex = parentIndex;
  }

  /** The virtual MAC address of an address from now on; `null` for none. */
  set(address: IpAddress, mac: MacAddress | null): void {
    const before = this.#macOf.get(address) ?? null;
    if (before === mac) return;
    if (mac !== null) this.#macs.use(this.#parentIndex, mac);
    if (mac === null) this.#macOf.delete(address);
    else this.#macOf.set(address, mac);
    if (before !== null) this.#macs.drop(this.#parentIndex, before);
  }

  close(): void {
    for (const mac of this.#macOf.values()) this.#macs.drop(this.#parentIndex, mac);
    this.#macOf.clear();
  }
}

/** The last four octets tell MAC addresses apart within the 15 characters of a name. */
function nameOf(parentIndex: number, mac: MacAddress): string {
  const suffix = (macToNumber(mac) >>> 0).toString(16).padStart(8, '0');
  return `fl${parentIndex.toString(36)}-${suffix}`;
}

const LINGER = millis(1000);
/** Longer than a program takes from its start to what it owns. */
const LEFT_BEHIND = millis(60_000);
