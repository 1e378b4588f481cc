import type { Brand } from './brand.ts';

/** An autonomous system number of 4 octets (RFC 6793); 0 is none. */
export type Asn = Brand<number, 'Asn'>;

/** Stands for a number that does not fit 2 octets where only those can be said (RFC 6793 §9). */
export const AS_TRANS: Asn = 23456 as Asn;

/** Whether the value can be an autonomous system number: 1 to 4294967295. */
export function isAsn(value: number): value is Asn {
  return Number.isInteger(value) && value > 0 && value <= 0xffffffff;
}

/** The number of an autonomous system that can speak BGP: neither 0 (RFC 7607) nor AS_TRANS. */
export function asn(value: number): Asn {
  if (!isAsn(value)) throw new RangeError(`an AS number is 1 to 4294967295, not ${value}`);
  if (value === AS_TRANS) throw new RangeError('AS 23456 is AS_TRANS (RFC 6793), which nobody can own');
  return value;
}
