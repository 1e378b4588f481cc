import { macToNumber } from '@fairlead/inet';
import type { IpAddress, MacAddress } from '@fairlead/inet';
import type { Network } from './network.ts';

/** The interfaces that make the host accept frames for virtual MAC addresses: one macvlan each, while an address needs it. */
export class VirtualMacs {
  readonly #network: Pick<Network, 'createMacvlan' | 'removeInterface'>;
  readonly #parentIndex: number;
  readonly #macOf = new Map<IpAddress, MacAddress>();
  readonly #made = new Map<MacAddress, { readonly index: number; users: number }>();

  constructor(network: Pick<Network, 'createMacvlan' | 'removeInterface'>, parentIndex: number) {
    this.#network = network;
    this.#parentIndex = parentIndex;
  }

  /** The virtual MAC address of an address from now on; `null` for none. */
  set(address: IpAddress, mac: MacAddress | null): void {
    const before = this.#macOf.get(address) ?? null;
    if (before === mac) return;
    if (mac !== null) this.#use(mac);
    if (mac === null) this.#macOf.delete(address);
    else this.#macOf.set(address, mac);
    if (before !== null) this.#drop(before);
  }

  /** Removes them all; what went with the parent is gone already. */
  close(): void {
    for (const { index } of this.#made.values()) {
      try {
        this.#network.removeInterface(index);
      } catch {
        continue;
      }
    }
    this.#made.clear();
    this.#macOf.clear();
  }

  #use(mac: MacAddress): void {
    const found = this.#made.get(mac);
    if (found !== undefined) {
      found.users++;
      return;
    }
    const name = `fl${this.#parentIndex.toString(36)}-${suffixOf(mac)}`;
    const { index } = this.#network.createMacvlan({ parentIndex: this.#parentIndex, name, mac });
    this.#made.set(mac, { index, users: 1 });
  }

  #drop(mac: MacAddress): void {
    const found = this.#made.get(mac);
    if (found === undefined || --found.users > 0) return;
    this.#made.delete(mac);
    this.#network.removeInterface(found.index);
  }
}

/** The last four octets: enough to tell them apart within the 15 characters of a name. */
function suffixOf(mac: MacAddress): string {
  return (macToNumber(mac) >>> 0).toString(16).padStart(8, '0');
}
