import { parseMac, parsePrefix } from '@fairlead/inet';
import type { HostLink } from '../model/link.ts';
import { parseLease } from './leaseRecord.ts';
import type { LeaseRecord } from './leaseRecord.ts';
import type { KubernetesObject } from './object.ts';

/** The Lease of a speaker: that it is alive, and what the others need to know of it. */
export interface MemberRecord extends LeaseRecord {
  /** The interfaces that it answers on. */
  readonly links: readonly HostLink[];
}

/** What a speaker says of itself besides. */
export type MemberWords = Pick<MemberRecord, 'links'>;

export function parseMember(object: KubernetesObject): MemberRecord {
  const { annotations = {} } = object.metadata;
  return { ...parseLease(object), links: parseLinks(annotations[LINKS] ?? '') };
}

/** As annotations of the Lease. */
export function formatMember({ links }: MemberWords): Readonly<Record<string, string>> {
  const byName = links.map(({ name, mac, subnets }) => [name, { mac, subnets }] as const);
  return { [LINKS]: JSON.stringify(Object.fromEntries(byName)) };
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
