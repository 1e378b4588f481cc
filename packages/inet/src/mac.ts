import type { Brand } from './brand.ts';

/** A 48-bit Ethernet address in lower-case hexadecimal with colons; two equal addresses are equal strings. */
export type MacAddress = Brand<string, 'MacAddress'>;

export const BROADCAST: MacAddress = 'ff:ff:ff:ff:ff:ff' as MacAddress;
export const NO_MAC: MacAddress = '00:00:00:00:00:00' as MacAddress;

/** Reads six octets in hexadecimal, divided by colons or hyphens. */
export function parseMac(text: string): MacAddress | null {
  return SIX_OCTETS.test(text) ? (text.toLowerCase().replaceAll('-', ':') as MacAddress) : null;
}

export function macFromBytes(bytes: Uint8Array): MacAddress {
  if (bytes.length !== 6) throw new RangeError(`a MAC address has 6 octets, not ${bytes.length}`);
  return Array.from(bytes, (octet) => octet.toString(16).padStart(2, '0')).join(':') as MacAddress;
}

export function macToBytes(mac: MacAddress): Uint8Array {
  return Uint8Array.from(mac.split(':'), (octet) => Number.parseInt(octet, 16));
}

/** The address as one number of 48 bits. */
export function macToNumber(mac: MacAddress): number {
  return Number.parseInt(mac.replaceAll(':', ''), 16);
}

export function macFromNumber(value: number): MacAddress {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffffffff) {
    throw new RangeError(`a MAC address is a number of 48 bits, not ${value}`);
  }
  const digits = value.toString(16).padStart(12, '0');
  return digits.replaceAll(/(..)(?!$)/g, '$1:') as MacAddress;
}

/** Whether the address names a group: its first octet is odd. */
export function isGroupMac(mac: MacAddress): boolean {
  return Number.parseInt(mac.slice(0, 2), 16) % 2 === 1;
}

const SIX_OCTETS = /^[0-9a-f]{2}(?<divider>[:-])(?:[0-9a-f]{2}\k<divider>){4}[0-9a-f]{2}$/i;
