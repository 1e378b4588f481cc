import { parseIpAddress, parseMac } from '@fairlead/inet';
import type { MacAddress } from '@fairlead/inet';
import { MemoryNetwork, MemorySegment } from '@fairlead/netsys';
import { interfaceCases } from './support/interfaceCases.ts';
import type { World } from './support/networkCase.ts';
import { packetCases } from './support/packetCases.ts';

describe('a network in memory', () => {
  for (const { title, run } of [...interfaceCases, ...packetCases]) {
    it(title, async () => {
      await run(worldInMemory());
    });
  }
});

function worldInMemory(): World {
  const network = new MemoryNetwork();
  const segment = new MemorySegment();
  network.addInterface('left', mac('02:00:00:00:00:0a'), segment);
  network.addInterface('right', mac('02:00:00:00:00:0b'), segment);
  return {
    network,
    left: 'left',
    right: 'right',
    setUp: (name, isUp) => {
      network.setUp(name, isUp);
    },
    addAddress: (name, text, length) => {
      const address = parseIpAddress(text);
      if (address !== null) network.addAddress(name, address, length);
    },
    groupsOf: (name) => network.groupsOf(name),
    addInterface: (name, address) => {
      network.addInterface(name, address, new MemorySegment());
    },
  };
}

function mac(text: string): MacAddress {
  const parsed = parseMac(text);
  if (parsed === null) throw new TypeError(text);
  return parsed;
}
