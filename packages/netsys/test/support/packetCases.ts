import { eventually } from '@fairlead/testing';
import { parseMac } from '@fairlead/inet';
import { expect } from 'chai';
import type { NetworkCase } from './networkCase.ts';
import { arp, batchOf, hears, icmpv6, interfaceOf, listenOn } from './wire.ts';

export const packetCases: readonly NetworkCase[] = [
  {
    title: 'carries frames to the other end, and no echo to the sender',
    run: async (world) => {
      const [left, right] = [world.left, world.right].map((name) =>
        listenOn(world, name, { protocol: 'arp' }),
      );
      if (left === undefined || right === undefined) return;
      expect(left.socket.send(batchOf(arp(1), arp(2)))).to.equal(2);
      await hears(right, arp(1), arp(2));
      right.socket.send(batchOf(arp(3)));
      await hears(left, arp(3));
      left.socket.close();
      right.socket.close();
    },
  },
  {
    title: 'hands over the frames of its protocol only',
    run: async (world) => {
      const forArp = listenOn(world, world.right, { protocol: 'arp' });
      const forNdp = listenOn(world, world.right, { protocol: 'ndp' });
      const forRouters = listenOn(world, world.right, { protocol: 'routerDiscovery' });
      const sender = listenOn(world, world.left, { protocol: 'arp' });
      const udp = icmpv6(135, '11');
      const routers = [icmpv6(133), icmpv6(134)];
      const others = [udp, arp(1), icmpv6(136), icmpv6(128), arp(2)];
      sender.socket.send(batchOf(icmpv6(135), ...routers, ...others));
      await hears(forArp, arp(1), arp(2));
      await hears(forNdp, icmpv6(135), icmpv6(136));
      await hears(forRouters, ...routers);
      for (const { socket } of [forArp, forNdp, forRouters, sender]) socket.close();
    },
  },
  {
    title: 'keeps VLANs apart, and hands over tags as they were on the wire',
    run: async (world) => {
      const untagged = listenOn(world, world.right, { protocol: 'arp' });
      const vlan = listenOn(world, world.right, { protocol: 'arp', vlan: 100 });
      const sender = listenOn(world, world.left, { protocol: 'arp' });
      const [ours, other] = [arp(1, 'ffffffffffff', '8100a064'), arp(2, 'ffffffffffff', '81000065')];
      sender.socket.send(batchOf(ours, other, arp(3), ours));
      await hears(vlan, ours, ours);
      await hears(untagged, arp(3));
      for (const { socket } of [untagged, vlan, sender]) socket.close();
    },
  },
  {
    title: 'takes frames to the MAC of a macvlan on the interface, and to no third',
    run: async (world) => {
      const mac = parseMac('0a:f1:c0:00:02:0a');
      const parent = interfaceOf(world, world.right);
      if (mac === null) throw new TypeError('no MAC');
      const made = world.network.createMacvlan({ parentIndex: parent.index, name: 'flvmac', mac });
      const ear = listenOn(world, world.right, { protocol: 'arp' });
      const sender = listenOn(world, world.left, { protocol: 'arp' });
      const own = (parent.mac ?? '').replaceAll(':', '');
      sender.socket.send(batchOf(arp(1, '0af1c000020a'), arp(2, '0af1c000020b'), arp(3, own), arp(4)));
      await hears(ear, arp(1, '0af1c000020a'), arp(3, own), arp(4));
      for (const { socket } of [ear, sender]) socket.close();
      world.network.removeInterface(made.index);
    },
  },
  {
    title: 'moves many frames in order, and counts them',
    run: async (world) => {
      const right = listenOn(world, world.right, { protocol: 'arp' });
      const left = listenOn(world, world.left, { protocol: 'arp' });
      const frames = Array.from({ length: 1000 }, (_, index) => arp(index));
      expect(left.socket.send(batchOf(...frames))).to.equal(1000);
      await hears(right, ...frames);
      expect(right.socket.statistics()).to.deep.equal({ received: 1000, dropped: 0 });
      left.socket.close();
      right.socket.close();
      expect(right.socket.statistics()).to.deep.equal({ received: 1000, dropped: 0 });
    },
  },
  {
    title: 'says that the interface went down, sends nothing then, and goes on when it is up',
    run: async (world) => {
      const right = listenOn(world, world.right, { protocol: 'arp' });
      const left = listenOn(world, world.left, { protocol: 'arp' });
      world.setUp(world.left, false);
      await eventually('down', () => (left.downs > 0 ? true : null), { every: 2 });
      expect(left.socket.send(batchOf(arp(1)))).to.equal(0);
      world.setUp(world.left, true);
      await eventually(
        'up',
        () => {
          left.socket.send(batchOf(arp(2)));
          return right.heard.length > 0 ? true : null;
        },
        { every: 20 },
      );
      expect(new Set(right.heard)).to.deep.equal(new Set([arp(2)]));
      left.heard.splice(0);
      right.socket.send(batchOf(arp(3)));
      await hears(left, arp(3));
      left.socket.close();
      right.socket.close();
    },
  },
  {
    title: 'survives that the interface is removed, and can be closed twice',
    run: async (world) => {
      const mac = parseMac('02:00:00:00:00:77');
      if (mac === null) throw new TypeError('no MAC');
      world.addInterface('flgone', mac);
      const ear = listenOn(world, 'flgone', { protocol: 'ndp' });
      world.network.removeInterface(interfaceOf(world, 'flgone').index);
      await eventually('down', () => (ear.downs > 0 ? true : null), { every: 2 });
      expect(ear.socket.send(batchOf(arp(1)))).to.equal(0);
      ear.socket.close();
      ear.socket.close();
      expect(ear.socket.send(batchOf(arp(1)))).to.equal(0);
    },
  },
];
