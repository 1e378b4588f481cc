import { familyOf } from '@fairlead/inet';
import type { IpAddress, IpFamily } from '@fairlead/inet';
import type { Service } from '../model/service.ts';
import { verdict } from './reason.ts';
import type { Verdict } from './reason.ts';

/** The families that a Service wants addresses of, the first one first. */
export interface WantedFamilies {
  readonly families: readonly IpFamily[];
  /** `all`: none is better than a part; `any`: more is better; `one`: the first that can be had. */
  readonly amount: 'all' | 'any' | 'one';
}

export function wantedFamilies({ families, familyPolicy }: Service): WantedFamilies {
  if (families.length === 0 && familyPolicy === 'single') return { families: BOTH, amount: 'one' };
  const wanted = families.length === 0 ? BOTH : families;
  return { families: wanted, amount: familyPolicy === 'prefer' ? 'any' : 'all' };
}

/** Why the Service cannot have what its policy requires, whatever the pools hold, or `null`. */
export function policyRefusal({ families, familyPolicy }: Service): Verdict | null {
  const [only, ...others] = families;
  if (familyPolicy !== 'require' || only === undefined || others.length > 0) return null;
  return verdict('clusterIpsOfOneFamily', { family: only });
}

/** Why the addresses that a Service asks for do not fit its families, or `null`. */
export function familyRefusal(service: Service): Verdict | null {
  const { addresses } = service.request;
  const { families, amount } = wantedFamilies(service);
  const asked = new Set(addresses.map(familyOf));
  const isForeign = [...asked].some((family) => !families.includes(family));
  const isPartial = amount === 'all' && families.some((family) => !asked.has(family));
  if (!isForeign && !isPartial && (amount !== 'one' || asked.size === 1)) return null;
  return verdict('requestOfOtherFamily', {
    addresses: formatList(addresses),
    families: formatList(families),
  });
}

/** `a, b` */
export function formatList(items: Iterable<string>): string {
  return [...items].join(', ');
}

export function sameAddresses(a: readonly IpAddress[], b: readonly IpAddress[]): boolean {
  return a.length === b.length && a.every((address) => b.includes(address));
}

const BOTH: readonly IpFamily[] = ['ipv4', 'ipv6'];
