import type { Ipv6 } from '@fairlead/inet';
import { ipv6Of, solicitedNodeGroup } from '../wire/ipv6Words.ts';
import type { Ipv6Words } from '../wire/ipv6Words.ts';

/** The solicited-node groups of a set of addresses; addresses with the same last 24 bits share one (RFC 4291 §2.7.1). */
export class SolicitedNodeGroups {
  readonly #members = new Map<number, number>();

  /** The group to join, or `null` when it is joined already. */
  add(address: Ipv6Words): Ipv6 | null {
    const group = solicitedNodeGroup(address);
    const members = this.#members.get(group.d) ?? 0;
    this.#members.set(group.d, members + 1);
    return members === 0 ? ipv6Of(group) : null;
  }

  /** The group to leave, or `null` when other addresses need it. */
  remove(address: Ipv6Words): Ipv6 | null {
    const group = solicitedNodeGroup(address);
    const members = this.#members.get(group.d) ?? 0;
    if (members > 1) {
      this.#members.set(group.d, members - 1);
      return null;
    }
    return this.#members.delete(group.d) ? ipv6Of(group) : null;
  }
}
