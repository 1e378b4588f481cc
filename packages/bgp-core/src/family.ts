import type { Brand, IpFamily, Prefix } from '@fairlead/inet';

/** An address family and what its routes are for (RFC 4760 §3); equal families are equal strings. */
export type Family = 'ipv4/unicast' | 'ipv6/unicast' | OtherFamily;

/** The families whose destinations are prefixes that this library reads and writes. */
export type UnicastFamily = 'ipv4/unicast' | 'ipv6/unicast';

/** A family that stays in octets, written as `afi/safi` in numbers. */
export type OtherFamily = Brand<string, 'OtherFamily'>;

export const Afi = { ipv4: 1, ipv6: 2 } as const;

export const Safi = { unicast: 1, multicast: 2, labelledUnicast: 4, labelledVpn: 128 } as const;

export function familyFromCodes(afi: number, safi: number): Family {
  if (safi === Safi.unicast && afi === Afi.ipv4) return 'ipv4/unicast';
  if (safi === Safi.unicast && afi === Afi.ipv6) return 'ipv6/unicast';
  if (!isCode(afi, 0xffff) || !isCode(safi, 0xff))
    throw new RangeError(`no family has the codes ${afi}/${safi}`);
  return `${afi}/${safi}` as OtherFamily;
}

export function afiOf(family: Family): number {
  if (family === 'ipv4/unicast') return Afi.ipv4;
  if (family === 'ipv6/unicast') return Afi.ipv6;
  return Number(family.slice(0, family.indexOf('/')));
}

export function safiOf(family: Family): number {
  return isUnicast(family) ? Safi.unicast : Number(family.slice(family.indexOf('/') + 1));
}

export function isUnicast(family: Family): family is UnicastFamily {
  return family === 'ipv4/unicast' || family === 'ipv6/unicast';
}

/** The family that carries routes to a prefix. */
export function unicastFamily(prefix: Prefix): UnicastFamily {
  return prefix.includes(':') ? 'ipv6/unicast' : 'ipv4/unicast';
}

export function ipFamilyOf(family: UnicastFamily): IpFamily {
  return family === 'ipv4/unicast' ? 'ipv4' : 'ipv6';
}

function isCode(value: number, max: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= max;
}
