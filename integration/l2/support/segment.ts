import type { MacAddress } from '@fairlead/inet';
import { eventually } from '@fairlead/testing';
import type { ResponderOptions } from '@fairlead/l2-core';
import { createNamespace, createSegment, ip, neighborMac, plugIn, setSysctls } from '../../lab/index.ts';
import type { Lab, Namespace, Segment } from '../../lab/index.ts';
import { address, macOf } from './address.ts';
import { startHost } from './host.ts';
import type { Host } from './host.ts';
import { ask } from './judge.ts';

export const VIP4 = '192.0.2.100';
export const VIP6 = '2001:db8::100';
export const VIPS: readonly [string, string] = [VIP4, VIP6];

/** A bridge with a client and hosts on it, each with the service addresses behind its interface and a responder before it. */
export interface TestSegment {
  readonly segment: Segment;
  readonly client: Namespace;
  readonly hosts: readonly TestNode[];
}

export interface TestNode extends Host {
  readonly mac: MacAddress;
  /** Answers for the service addresses, or for those given. */
  readonly take: (...addresses: readonly string[]) => Promise<void>;
  readonly letGo: () => Promise<void>;
}

export async function createTestSegment(
  lab: Lab,
  names: readonly string[],
  options: ResponderOptions = {},
): Promise<TestSegment> {
  const segment = await createSegment(lab, 'segment');
  const client = await createNamespace(lab, 'client');
  const addresses = ['192.0.2.1/24', '2001:db8::1/64'];
  await plugIn(lab, segment, { namespace: client, interface: 'eth0', addresses });
  const hosts: TestNode[] = [];
  for (const [index, name] of names.entries())
    hosts.push(await addNode(lab, segment, name, index + 2, options));
  return { segment, client, hosts };
}

/** The address that a client reaches now, by the MAC address in its cache after it was used. */
export async function reached(client: Namespace, vip: string): Promise<string | null> {
  return (await reachable(client, vip)) ? await neighborMac(client, vip) : null;
}

export async function reachable(client: Namespace, vip: string): Promise<boolean> {
  return (await ask(client, 'ping', '-c', '1', '-W', '1', vip)).includes(' 0% packet loss');
}

/** Waits until a client reaches an address at a host. */
export async function reaches(client: Namespace, vip: string, mac: string, within = 5000): Promise<void> {
  await eventually(
    `${vip} is reached at ${mac}`,
    async () => ((await reached(client, vip)) === mac ? true : null),
    { within, every: 20 },
  );
}

async function addNode(
  lab: Lab,
  segment: Segment,
  name: string,
  number: number,
  options: ResponderOptions,
): Promise<TestNode> {
  const namespace = await createNamespace(lab, name);
  const addresses = [`192.0.2.${number}/24`, `2001:db8::${number}/64`];
  await plugIn(lab, segment, { namespace, interface: 'eth0', addresses });
  await setSysctls(namespace, { 'net.ipv4.conf.all.arp_ignore': 1 });
  for (const vip of VIPS) await ip(namespace, ['address', 'add', vip, 'dev', 'lo']);
  return { ...(await startNode(lab, namespace, options)), mac: await macOf(namespace) };
}

/** Starts (again) the responder of a host. */
export async function startNode(
  lab: Lab,
  namespace: Namespace,
  options: ResponderOptions = {},
): Promise<Omit<TestNode, 'mac'>> {
  const host = await startHost(lab, namespace, options);
  return {
    ...host,
    take: async (...addresses) => {
      const owned = (addresses.length === 0 ? VIPS : addresses).map((text) => ({ address: address(text) }));
      const problems = await host.own([{ interface: 'eth0', addresses: owned }]);
      if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
    },
    letGo: async () => {
      await host.own([]);
    },
  };
}
