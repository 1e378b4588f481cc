import { addressToBytes, parseIpAddress } from '@fairlead/inet';
import type { IpFamily } from '@fairlead/inet';
import { listInterfaces } from '../netlink/interfaceTable.ts';
import { NetworkError } from '../networkError.ts';

/** An address as system calls take it. */
export interface SocketAddress {
  readonly family: IpFamily;
  /** `struct sockaddr_in` or `struct sockaddr_in6`. */
  readonly octets: Uint8Array;
}

/** Reads an address in numbers, with a zone where it is link-local. */
export function socketAddress(text: string, port = 0): SocketAddress {
  const [number = '', zone] = text.split('%', 2);
  const address = parseIpAddress(number);
  if (address === null) throw new TypeError(`"${text}" is no IP address`);
  const bytes = addressToBytes(address);
  const octets = new Uint8Array(bytes.length === 4 ? 16 : 28);
  const view = new DataView(octets.buffer);
  view.setUint16(0, bytes.length === 4 ? AF_INET : AF_INET6, true);
  view.setUint16(2, port);
  octets.set(bytes, bytes.length === 4 ? 4 : 8);
  if (bytes.length === 16 && zone !== undefined) view.setUint32(24, zoneIndex(zone), true);
  return { family: bytes.length === 4 ? 'ipv4' : 'ipv6', octets };
}

/** An address, or a prefix with its length; the length of an address alone is `null`. */
export function socketPrefix(text: string): SocketAddress & { readonly length: number | null } {
  const [address = '', length] = text.split('/', 2);
  return { ...socketAddress(address), length: length === undefined ? null : Number(length) };
}

export const AF_INET = 2;
export const AF_INET6 = 10;

function zoneIndex(zone: string): number {
  const found = listInterfaces().find(({ name, index }) => name === zone || String(index) === zone);
  if (found === undefined) throw new NetworkError('ENODEV', `there is no interface "${zone}"`);
  return found.index;
}
