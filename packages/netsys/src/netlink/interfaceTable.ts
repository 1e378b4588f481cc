import type { InterfaceAddress, InterfaceChange, NetworkInterface } from '../network.ts';
import { decodeAddress, listAddresses, RTM_DELADDR, RTM_NEWADDR } from './address.ts';
import { decodeLink, listLinks, RTM_DELLINK, RTM_NEWLINK } from './link.ts';
import type { NetlinkMessage } from './message.ts';

/** All interfaces with their addresses, as the kernel lists them now. */
export function listInterfaces(): readonly NetworkInterface[] {
  const addresses = listAddresses();
  return listLinks().map((link) => ({
    ...link,
    addresses: addresses.filter(({ index }) => index === link.index).map(({ address }) => address),
  }));
}

/** The interfaces as the messages of the kernel leave them. */
export class InterfaceTable {
  readonly #interfaces = new Map<number, NetworkInterface>();

  constructor(interfaces: readonly NetworkInterface[]) {
    for (const each of interfaces) this.#interfaces.set(each.index, each);
  }

  list(): readonly NetworkInterface[] {
    return [...this.#interfaces.values()];
  }

  /** Takes over a complete list; answers what it changed. */
  replace(interfaces: readonly NetworkInterface[]): readonly InterfaceChange[] {
    const present = new Set(interfaces.map(({ index }) => index));
    const gone = this.list().filter(({ index }) => !present.has(index));
    return [
      ...gone.map(({ index }) => this.#remove(index)),
      ...interfaces.map((each) => this.#set(each)),
    ].flat();
  }

  /** Takes in what the kernel told; answers what it changed. */
  apply({ type, body }: NetlinkMessage): readonly InterfaceChange[] {
    switch (type) {
      case RTM_NEWLINK: {
        const link = decodeLink(body);
        if (link === null) return [];
        return this.#set({ ...link, addresses: this.#interfaces.get(link.index)?.addresses ?? [] });
      }
      case RTM_DELLINK: {
        const link = decodeLink(body);
        return link === null ? [] : this.#remove(link.index);
      }
      case RTM_NEWADDR:
      case RTM_DELADDR: {
        const told = decodeAddress(body);
        return told === null ? [] : this.#address(told.index, told.address, type === RTM_NEWADDR);
      }
      default:
        return [];
    }
  }

  #address(index: number, address: InterfaceAddress, isThere: boolean): readonly InterfaceChange[] {
    const found = this.#interfaces.get(index);
    if (found === undefined) return [];
    const others = found.addresses.filter(
      (each) => each.address !== address.address || each.length !== address.length,
    );
    return this.#set({ ...found, addresses: isThere ? [...others, address] : others });
  }

  #set(after: NetworkInterface): readonly InterfaceChange[] {
    const before = this.#interfaces.get(after.index);
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(after)) return [];
    this.#interfaces.set(after.index, after);
    return [{ kind: 'changed', interface: after }];
  }

  #remove(index: number): readonly InterfaceChange[] {
    const removed = this.#interfaces.get(index);
    this.#interfaces.delete(index);
    return removed === undefined ? [] : [{ kind: 'removed', interface: removed }];
  }
}
