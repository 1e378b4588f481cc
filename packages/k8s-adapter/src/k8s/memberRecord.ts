import { parseIpAddress, parseMac, parsePrefix } from '@fairlead/inet';
import type { IpAddress } from '@fairlead/inet';
import type { HostLink } from '../model/link.ts';
import { parseLease } from './leaseRecord.ts';
import type { LeaseRecord } from './leaseRecord.ts';
import type { KubernetesObject } from './object.ts';

/** The Lease of a speaker: that it is alive, and what the others need to know of it. */
export interface MemberRecord extends LeaseRecord, MemberWords {
  /** For how many seconds it had held the Lease when it renewed it last, both by its own clock. */
  readonly age: number;
}

/** What a speaker says of itself besides. */
export interface MemberWords {
  /** The interfaces that it answers on. */
  readonly links: readonly HostLink[];
  /** The addresses that it answers for and that nobody may take back at once. */
  readonly owned: readonly IpAddress[];
}

export function parseMember(object: KubernetesObject): MemberRecord {
  const { annotations = {} } = object.metadata;
  const lease = parseLease(object);
  return {
    ...lease,
    age: Math.max(0, Date.parse(lease.renewTime) - Date.parse(lease.acquireTime)) / 1000 || 0,
    links: parseLinks(annotations[LINKS] ?? ''),
    owned: (annotations[OWNED] ?? '').split(' ').flatMap((text) => parseIpAddress(text) ?? []),
  };
}

/** As annotations of the Lease. Addresses beyond what an object may hold are left out: those may move without need. */
export function formatMember({ links, owned }: MemberWords): Readonly<Record<string, string>> {
  const byName = links.map(({ name, mac, subnets }) => [name, { mac, subnets }] as const);
  const list = owned.join(' ');
  const end = list.length <= MOST_CHARACTERS ? list.length : list.lastIndexOf(' ', MOST_CHARACTERS);
  return { [LINKS]: JSON.stringify(Object.fromEntries(byName)), [OWNED]: list.slice(0, end) };
}

/** What somebody else may have written there is passed over. */
function parseLinks(text: string): readonly HostLink[] {
  return Object.entries(objectIn(text)).flatMap(([name, value]) => {
    const { mac: macText, subnets } = (value ?? {}) as LinkOnTheWire;
    const mac = typeof macText === 'string' ? parseMac(macText) : null;
    return mac === null ? [] : [{ name, mac, subnets: prefixesIn(subnets) }];
  });
}

function prefixesIn(list: unknown): HostLink['subnets'] {
  return (Array.isArray(list) ? (list as readonly unknown[]) : []).flatMap((text) => {
    const parsed = typeof text === 'string' ? parsePrefix(text) : null;
    return parsed?.ok === true ? [parsed.value] : [];
  });
}

function objectIn(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

interface LinkOnTheWire {
  readonly mac?: unknown;
  readonly subnets?: unknown;
}

const LINKS = 'fairlead.dev/link-addresses';
const OWNED = 'fairlead.dev/owned-addresses';
/** Of the 256 KiB that all annotations of an object may have. */
const MOST_CHARACTERS = 200_000;
