import { addressToBytes } from '@fairlead/inet';
import type { Ipv6 } from '@fairlead/inet';
import { addon } from './addon.ts';
import type { Addon } from './addon.ts';
import type { GroupMemberships } from './network.ts';
import { checked, ENOBUFS } from './networkError.ts';

/** Memberships of the kernel, reported by MLD (RFC 3810); they need no capability and end with the process. */
export function openMemberships(interfaceIndex: number): GroupMemberships {
  return new KernelMemberships(addon(), interfaceIndex);
}

/** One socket holds a limited number of groups (net.core.optmem_max), so there are as many sockets as it takes. */
class KernelMemberships implements GroupMemberships {
  readonly #addon: Addon;
  readonly #interfaceIndex: number;
  readonly #socketOf = new Map<Ipv6, number>();
  readonly #groupsOn = new Map<number, number>();

  constructor(native: Addon, interfaceIndex: number) {
    this.#addon = native;
    this.#interfaceIndex = interfaceIndex;
  }

  join(group: Ipv6): void {
    if (this.#socketOf.has(group)) return;
    for (const [descriptor, groups] of this.#groupsOn) {
      if (groups >= GROUPS_PER_SOCKET) continue;
      if (this.#join(descriptor, group)) return;
    }
    const descriptor = checked(
      this.#addon.socket(AF_INET6, SOCK_DGRAM, 0),
      'opening a socket for IPv6 groups',
    );
    this.#groupsOn.set(descriptor, 0);
    if (!this.#join(descriptor, group))
      checked(ENOBUFS, `joining ${group} on interface ${this.#interfaceIndex}`);
  }

  leave(group: Ipv6): void {
    const descriptor = this.#socketOf.get(group);
    if (descriptor === undefined) return;
    this.#socketOf.delete(group);
    this.#addon.setsockopt(descriptor, IPPROTO_IPV6, IPV6_LEAVE_GROUP, this.#request(group));
    const left = (this.#groupsOn.get(descriptor) ?? 1) - 1;
    if (left > 0) {
      this.#groupsOn.set(descriptor, left);
    } else {
      this.#groupsOn.delete(descriptor);
      this.#addon.close(descriptor);
    }
  }

  close(): void {
    for (const descriptor of this.#groupsOn.keys()) this.#addon.close(descriptor);
    this.#groupsOn.clear();
    this.#socketOf.clear();
  }

  /** Whether the socket had room for one more. */
  #join(descriptor: number, group: Ipv6): boolean {
    const result = this.#addon.setsockopt(descriptor, IPPROTO_IPV6, IPV6_JOIN_GROUP, this.#request(group));
    if (result === ENOBUFS || result === ENOMEM) return false;
    checked(result, `joining ${group} on interface ${this.#interfaceIndex}`);
    this.#socketOf.set(group, descriptor);
    this.#groupsOn.set(descriptor, (this.#groupsOn.get(descriptor) ?? 0) + 1);
    return true;
  }

  /** `struct ipv6_mreq`. */
  #request(group: Ipv6): Uint8Array {
    const octets = new Uint8Array(20);
    octets.set(addressToBytes(group));
    new DataView(octets.buffer).setUint32(16, this.#interfaceIndex, true);
    return octets;
  }
}

const GROUPS_PER_SOCKET = 256;
const ENOMEM = -12;
const AF_INET6 = 10;
const SOCK_DGRAM = 2;
const IPPROTO_IPV6 = 41;
const IPV6_JOIN_GROUP = 20;
const IPV6_LEAVE_GROUP = 21;
