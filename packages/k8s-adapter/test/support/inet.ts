import { parseIpAddress, parseMac, parsePrefix } from '@fairlead/inet';
import type { IpAddress, MacAddress, Prefix } from '@fairlead/inet';

export function prefix(text: string): Prefix {
  const parsed = parsePrefix(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error}`);
  return parsed.value;
}

export function address(text: string): IpAddress {
  const parsed = parseIpAddress(text);
  if (parsed === null) throw new Error(`${text} is no address`);
  return parsed;
}

export function mac(text: string): MacAddress {
  const parsed = parseMac(text);
  if (parsed === null) throw new Error(`${text} is no MAC address`);
  return parsed;
}
