import { parseIpAddress, parseMac } from '@fairlead/inet';
import type { IpAddress, MacAddress } from '@fairlead/inet';
import { kernelInterfaces } from '../../lab/index.ts';
import type { Namespace } from '../../lab/index.ts';

export function address(text: string): IpAddress {
  const parsed = parseIpAddress(text);
  if (parsed === null) throw new TypeError(`"${text}" is no address`);
  return parsed;
}

/** The MAC address of an interface as the kernel of a namespace says it. */
export async function macOf(namespace: Namespace, interfaceName = 'eth0'): Promise<MacAddress> {
  const interfaces = await kernelInterfaces(namespace);
  const mac = parseMac(interfaces.find(({ name }) => name === interfaceName)?.mac ?? '');
  if (mac === null) throw new Error(`${namespace.label} has no ${interfaceName}`);
  return mac;
}
