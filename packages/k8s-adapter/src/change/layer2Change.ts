import { compareAddresses, familyOf, macFromNumber, millis } from '@fairlead/inet';
import type { IpAddress } from '@fairlead/inet';
import { Responder } from '@fairlead/l2-core';
import { interfacesOf } from '../decide/candidates.ts';
import type { Plan } from '../plan/plan.ts';

/** An address that another node answers for than before; `null` is nobody. */
export interface OwnerChange {
  readonly address: IpAddress;
  readonly from: string | null;
  readonly to: string | null;
  /** On which interfaces of the new owner; `null` is all of them. */
  readonly interfaces: readonly string[] | null;
  /** How many frames the new owner sends unasked on each interface, until its neighbours know. */
  readonly announcements: number;
}

/** Who answers for which address no longer, or newly. */
export function changesOfOwners(before: Plan, after: Plan): readonly OwnerChange[] {
  const addresses = new Set([...before.owners.keys(), ...after.owners.keys()]);
  return [...addresses].sort(compareAddresses).flatMap((address) => {
    const from = before.owners.get(address)?.owner ?? null;
    const to = after.owners.get(address)?.owner ?? null;
    const interfaces = to === null ? [] : interfacesFor(after, address, to);
    const isSame =
      from === to && (from === null || sameLists(interfacesFor(before, address, from), interfaces));
    if (isSame) return [];
    return [{ address, from, to, interfaces, announcements: to === null ? 0 : announcementsOf(address) }];
  });
}

/** Those of every Service on the address. */
function interfacesFor(
  { l2, cluster, allocations }: Plan,
  address: IpAddress,
  node: string,
): readonly string[] | null {
  const lists = cluster.services
    .filter(({ key }) => allocations.get(key)?.addresses.includes(address) === true)
    .map((service) => interfacesOf(l2, service, address, node));
  return lists.includes(null) ? null : [...new Set(lists.flatMap((list) => list ?? []))].sort();
}

/** What a responder sends of itself when an address becomes its own. */
function announcementsOf(address: IpAddress): number {
  const now = millis(0);
  const responder = new Responder({ mac: macFromNumber(2 ** 41), isUp: true, vlan: null }, now, {
    refresh: millis(0),
    random: () => 0.5,
  });
  responder.own([{ address }], now);
  for (let due = responder.nextDeadline(); due !== null; due = responder.nextDeadline()) {
    responder.deadlineReached(due);
  }
  return [...responder.frames[familyOf(address)].frames()].length;
}

function sameLists(a: readonly string[] | null, b: readonly string[] | null): boolean {
  return a === null || b === null ? a === b : a.join() === b.join();
}
