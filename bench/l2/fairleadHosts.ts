import { derivedMac } from '@fairlead/l2-core';
import type { OwnedAddress } from '@fairlead/l2-core';
import { ip } from '../../integration/lab/index.ts';
import type { Lab } from '../../integration/lab/index.ts';
import { address as parse } from '../../integration/l2/support/address.ts';
import { createTestSegment, reaches } from '../../integration/l2/support/segment.ts';
import type { TestNode } from '../../integration/l2/support/segment.ts';
import type { Contestant, Match } from './contestant.ts';

/** Our responders. Who notices that a host died is not their business: the second is told at once. */
export function fairleadHosts(hasVirtualMac: boolean): Contestant {
  return {
    name: hasVirtualMac ? 'fairlead, virtual MAC' : 'fairlead',
    isOurs: true,
    patience: 1,
    start: async (lab, address) => await start(lab, address, hasVirtualMac),
  };
}

async function start(lab: Lab, address: string, hasVirtualMac: boolean): Promise<Match> {
  const { client, hosts } = await createTestSegment(lab, ['first', 'second']);
  const [first, second] = hosts as [TestNode, TestNode];
  const owned: OwnedAddress = {
    address: parse(address),
    ...(hasVirtualMac && { mac: derivedMac(parse(address)) }),
  };
  const take = async (host: TestNode): Promise<void> => {
    const problems = await host.own([{ interface: 'eth0', addresses: [owned] }]);
    if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
  };
  await take(first);
  await reaches(client, address, owned.mac ?? first.mac);
  return {
    client,
    announcedMac: owned.mac ?? second.mac,
    die: async () => {
      await ip(first.namespace, ['link', 'set', 'eth0', 'down']);
      await Promise.all([first.kill(), take(second)]);
    },
    leave: async () => {
      first.signal('SIGTERM');
      await take(second);
    },
    stop: async () => {
      await Promise.all([first.kill(), second.kill()]);
    },
  };
}
