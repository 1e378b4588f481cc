import { expect } from 'chai';
import { derivedMac } from '@fairlead/l2-core';
import { neighborMac, openLab, requireTools, setSysctls, startCapture } from '../lab/index.ts';
import type { Namespace } from '../lab/index.ts';
import { address } from './support/address.ts';
import { ask } from './support/judge.ts';
import { createTestSegment, reached, reaches, startNode, VIP4, VIP6, VIPS } from './support/segment.ts';
import type { TestNode } from './support/segment.ts';
import { requireAddon } from '../netsys/requireAddon.ts';

describe('a takeover on a segment of three hosts', () => {
  const lab = openLab();
  after(lab.close);
  let client: Namespace;
  let first: TestNode;
  let second: TestNode;
  let third: TestNode;

  before(async function () {
    await requireTools(this, 'namespaces', 'ping', 'arping', 'tcpdump');
    requireAddon(this);
    const segment = await createTestSegment(lab, ['first', 'second', 'third']);
    client = segment.client;
    [first, second, third] = segment.hosts as [TestNode, TestNode, TestNode];
  });

  it('is reached with IPv4 and IPv6 on one interface', async () => {
    await first.take();
    for (const vip of VIPS) await reaches(client, vip, first.mac);
  });

  it('moves the client within a second when the owner is killed, for IPv6 as for IPv4', async () => {
    await first.kill();
    await second.take();
    for (const vip of VIPS) await reaches(client, vip, second.mac, 1000);
  });

  for (const forwarding of [0, 1]) {
    it(`moves the client while the old owner lives on, with ip_forward=${forwarding} there`, async () => {
      await setSysctls(second.namespace, {
        'net.ipv4.ip_forward': forwarding,
        'net.ipv6.conf.all.forwarding': forwarding,
      });
      await second.take();
      for (const vip of VIPS) await reaches(client, vip, second.mac);
      await second.letGo();
      await third.take();
      for (const vip of VIPS) await reaches(client, vip, third.mac, 1000);
      await third.letGo();
    });
  }

  it('leaves one host only that answers', async () => {
    await second.take();
    await second.letGo();
    await third.take();
    const said = await ask(client, 'arping', '-b', '-c', '3', '-I', 'eth0', VIP4);
    const answers = said.toLowerCase().match(/\[[0-9a-f:]+\]/g) ?? [];
    expect(new Set(answers)).to.deep.equal(new Set([`[${third.mac}]`]));
  });

  it('is told of by the old owner, where it knows the new one', async () => {
    await third.take();
    for (const vip of VIPS) await reaches(client, vip, third.mac);
    await third.release('eth0', VIPS.map(address), second.mac);
    for (const vip of VIPS) await reaches(client, vip, second.mac, 1000);
  });

  it('is not disturbed by a bystander that restarts: not one frame of it is about the address', async () => {
    await third.take();
    for (const vip of VIPS) await reaches(client, vip, third.mac);
    const filter = `(arp or icmp6) and ether src ${second.mac} and (host ${VIP4} or icmp6[icmp6type] = 136)`;
    const capture = await startCapture(lab, { namespace: client, interface: 'eth0', filter });
    for (let restart = 0; restart < 3; restart++) {
      await second.kill();
      second = { ...second, ...(await startNode(lab, second.namespace)) };
      await second.letGo();
    }
    for (const vip of VIPS) expect(await reached(client, vip)).to.equal(third.mac);
    const frames = await capture.stop();
    expect(frames.filter((frame) => VIPS.some((vip) => frame.includes(vip)))).to.deep.equal([]);
  });
});

describe('a takeover with a virtual MAC', () => {
  const lab = openLab();
  after(lab.close);

  before(async function () {
    await requireTools(this, 'namespaces', 'ping', 'tcpdump');
    requireAddon(this);
  });

  it('changes nothing in the cache of the client, and the switch learns', async () => {
    const { client, hosts } = await createTestSegment(lab, ['first', 'second']);
    const wanted = [
      {
        interface: 'eth0',
        addresses: VIPS.map((vip) => ({ address: address(vip), mac: derivedMac(address(vip)) })),
      },
    ];
    const macs = VIPS.map((vip) => derivedMac(address(vip)));
    for (const host of [...hosts, ...hosts]) {
      expect(await host.own(wanted)).to.deep.equal([]);
      await reaches(client, VIP4, macs[0] ?? '', 1000);
      await reaches(client, VIP6, macs[1] ?? '', 1000);
      await host.own([]);
      expect(await Promise.all(VIPS.map(async (vip) => await neighborMac(client, vip)))).to.deep.equal(macs);
    }
  });
});
