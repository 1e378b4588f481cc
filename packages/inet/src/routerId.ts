import { ipv4FromNumber, ipv4ToNumber, parseIpv4 } from './address.ts';
import type { Brand } from './brand.ts';

/** A BGP identifier: four octets, unique in an AS, not 0, written like an IPv4 address (RFC 6286 §2.1). */
export type RouterId = Brand<string, 'RouterId'>;

export function parseRouterId(text: string): RouterId | null {
  const address = parseIpv4(text);
  return address === null || address === '0.0.0.0' ? null : (address as string as RouterId);
}

export function routerId(text: string): RouterId {
  const id = parseRouterId(text);
  if (id === null)
    throw new RangeError(`a router id is four octets like 192.0.2.1 and not 0.0.0.0, not "${text}"`);
  return id;
}

/** `null` for 0, which is no identifier. */
export function routerIdFromNumber(value: number): RouterId | null {
  return parseRouterId(ipv4FromNumber(value));
}

export function routerIdToNumber(id: RouterId): number {
  const address = parseIpv4(id);
  return address === null ? 0 : ipv4ToNumber(address);
}
