import type { IpAddress } from '@fairlead/inet';
import type { L2Advertisement } from '../model/advertisement.ts';
import type { HostLink } from '../model/link.ts';
import { compareText } from '../model/object.ts';
import type { LinksOf } from './linked.ts';

/** What every speaker sees alike of all, and elects by. */
export interface Standing {
  /** The nodes with a live speaker. */
  readonly alive: ReadonlySet<string>;
  /** Who says that it answers for an address, where that counts. */
  readonly owners: ReadonlyMap<IpAddress, string>;
  /** For how many seconds each has been there without a break, as far as it counts. */
  readonly aliveFor: ReadonlyMap<string, number>;
  /** The interfaces of each that work now. */
  readonly links: LinksOf;
}

/** What a live speaker says of itself. */
export interface Member {
  readonly node: string;
  /** For how many seconds it has been there without a break, by its own clock, and since when by that of the day. */
  readonly age: number;
  readonly since: string;
  readonly owned: readonly IpAddress[];
  readonly links: readonly HostLink[];
}

/** Ages count only in the steps given, so that the standing is another one only when something follows from that. */
export function standingOf(members: readonly Member[], steps: readonly number[]): Standing {
  const owners = new Map<IpAddress, string>();
  for (const { node, owned } of [...members].sort(bySeniority))
    for (const address of owned) if (!owners.has(address)) owners.set(address, node);
  return {
    alive: new Set(members.map(({ node }) => node)),
    owners,
    aliveFor: new Map(members.map(({ node, age }) => [node, lastStep(age, steps)])),
    links: new Map(members.map(({ node, links }) => [node, links])),
  };
}

/** Equal for equal standings, but for owners and interfaces. */
export function standingKey({ aliveFor }: Standing): string {
  return [...aliveFor].sort(([a], [b]) => (a < b ? -1 : 1)).join(' ');
}

/** The standing as it is when a node has left. */
export function without(node: string, { alive, owners, aliveFor, links }: Standing): Standing {
  return {
    alive: new Set([...alive].filter((name) => name !== node)),
    owners: new Map([...owners].filter(([, owner]) => owner !== node)),
    aliveFor: new Map([...aliveFor].filter(([name]) => name !== node)),
    links: new Map([...links].filter(([name]) => name !== node)),
  };
}

/** The ages in seconds at which an advertisement takes a node as back. */
export function failbackAges(advertisements: readonly L2Advertisement[]): readonly number[] {
  const ages = advertisements.flatMap(({ election }) => {
    const failback = election?.failback ?? 'immediate';
    return typeof failback === 'string' ? [] : [failback.afterSeconds];
  });
  return [...new Set(ages)].sort((a, b) => a - b);
}

/**
 * Two may say that they have an address: one took it over while the other was away, or both before they heard of each other.
 * The one that has been there for longer has it. The order never changes, so that it is the other one that lets go, and not both.
 */
function bySeniority(a: Member, b: Member): number {
  return compareText(a.since, b.since) || compareText(a.node, b.node);
}

function lastStep(age: number, steps: readonly number[]): number {
  return steps.findLast((step) => step <= age) ?? 0;
}
