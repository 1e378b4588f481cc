import { eventually } from '@fairlead/testing';
import { parseIpv6, parseMac } from '@fairlead/inet';
import type { Ipv6, MacAddress } from '@fairlead/inet';
import type { InterfaceChange } from '@fairlead/netsys';
import { expect } from 'chai';
import type { NetworkCase, World } from './networkCase.ts';
import { interfaceOf } from './wire.ts';

export const interfaceCases: readonly NetworkCase[] = [
  {
    title: 'lists interfaces with what is known of them',
    run: async (world) => {
      world.addAddress(world.left, '192.0.2.1', 24);
      world.addAddress(world.left, '2001:db8::1', 64);
      const left = interfaceOf(world, world.left);
      expect(left.index).to.be.greaterThan(0);
      expect(left.mac).to.match(/^[0-9a-f:]{17}$/);
      expect(left.mtu).to.equal(1500);
      expect(left.flags).to.include.members(['up', 'broadcast', 'multicast']);
      expect([left.carrier, left.master]).to.deep.equal([true, null]);
      expect(left.addresses).to.deep.include({ address: '192.0.2.1', length: 24 });
      expect(left.addresses).to.deep.include({ address: '2001:db8::1', length: 64 });
      await Promise.resolve();
    },
  },
  {
    title: 'tells of interfaces that come, change and go',
    run: async (world) => {
      const told: InterfaceChange[] = [];
      const watch = world.network.watchInterfaces((change) => told.push(change));
      const last = async (what: string, matches: (change: InterfaceChange) => boolean): Promise<void> => {
        await eventually(what, () => told.find(matches) ?? null, { every: 2, within: 3000 });
      };
      world.addInterface('flnew', mac('02:00:00:00:00:55'));
      await last('made', ({ interface: { name } }) => name === 'flnew');
      world.addAddress('flnew', '198.51.100.1', 24);
      await last('address', ({ interface: { addresses } }) =>
        addresses.some(({ address }) => address === '198.51.100.1'),
      );
      world.setUp('flnew', false);
      await last('down', ({ interface: { name, flags } }) => name === 'flnew' && !flags.includes('up'));
      expect(watch.interfaces().map(({ name }) => name)).to.include('flnew');
      world.network.removeInterface(interfaceOf(world, 'flnew').index);
      await last('gone', ({ kind, interface: { name } }) => kind === 'removed' && name === 'flnew');
      expect(watch.interfaces().map(({ name }) => name)).to.not.include('flnew');
      watch.close();
      watch.close();
    },
  },
  {
    title: 'joins thousands of groups, each once, and leaves them',
    run: async (world) => {
      const memberships = world.network.openMemberships(interfaceOf(world, world.left).index);
      const groups = Array.from({ length: 3000 }, (_, index) => group(index));
      const before = world.groupsOf(world.left);
      for (const each of groups) memberships.join(each);
      for (const each of groups.slice(0, 10)) memberships.join(each);
      expect(without(world.groupsOf(world.left), before)).to.deep.equal(new Set(groups));
      for (const each of groups.slice(0, 1500)) memberships.leave(each);
      memberships.leave(group(0));
      expect(without(world.groupsOf(world.left), before)).to.deep.equal(new Set(groups.slice(1500)));
      memberships.close();
      expect(without(world.groupsOf(world.left), before)).to.deep.equal(new Set());
      await Promise.resolve();
    },
  },
  {
    title: 'makes an interface with a MAC address of its own on another, and removes it',
    run: async (world) => {
      const parent = interfaceOf(world, world.left);
      const virtual = mac('00:00:5e:00:01:07');
      const made = world.network.createMacvlan({ parentIndex: parent.index, name: 'flmac', mac: virtual });
      expect(made).to.deep.include({ name: 'flmac', kind: 'macvlan', mac: virtual, parent: parent.index });
      expect(made.flags).to.include('up');
      const again = world.network.createMacvlan({ parentIndex: parent.index, name: 'flmac', mac: virtual });
      expect(again.index).to.equal(made.index);
      world.network.removeInterface(made.index);
      expect(world.network.interfaces().map(({ name }) => name)).to.not.include('flmac');
      await Promise.resolve();
    },
  },
  {
    title: 'refuses what concerns an interface that is not there',
    run: async (world) => {
      const interfaceIndex = 4_000_000;
      const attempts: readonly (() => void)[] = [
        () => {
          world.network.removeInterface(interfaceIndex);
        },
        () =>
          world.network.createMacvlan({
            parentIndex: interfaceIndex,
            name: 'flx',
            mac: mac('02:00:00:00:00:01'),
          }),
        () =>
          world.network.openPacketSocket({
            interfaceIndex,
            protocol: 'arp',
            onFrames: () => undefined,
            onDown: () => undefined,
          }),
      ];
      for (const attempt of attempts) expect(codeOf(attempt)).to.equal('ENODEV');
      await Promise.resolve();
    },
  },
  {
    title: 'refuses a name that is taken by another',
    run: async (world) => {
      const taken = {
        parentIndex: interfaceOf(world, world.left).index,
        name: world.right,
        mac: mac('02:00:00:00:00:01'),
      };
      expect(codeOf(() => world.network.createMacvlan(taken))).to.equal('EEXIST');
      await Promise.resolve();
    },
  },
];

function mac(text: string): MacAddress {
  const parsed = parseMac(text);
  if (parsed === null) throw new TypeError(text);
  return parsed;
}

function group(index: number): Ipv6 {
  const parsed = parseIpv6(`ff02::1:ff00:${index.toString(16)}`);
  if (parsed === null) throw new TypeError(`no group ${index}`);
  return parsed;
}

function without(
  groups: ReturnType<World['groupsOf']>,
  others: ReturnType<World['groupsOf']>,
): ReadonlySet<Ipv6> {
  return new Set([...groups].filter((each) => !others.has(each)));
}

function codeOf(attempt: () => void): unknown {
  try {
    attempt();
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
  return 'no error';
}
