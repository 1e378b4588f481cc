import { expect } from 'chai';
import { isIpv6, macToNumber, millis, Reader } from '@fairlead/inet';
import { derivedMac } from '@fairlead/l2-core';
import {
  ETHER_TYPE,
  FrameBuffer,
  readEthernet,
  wordsOf,
  writeEthernet,
  writeNeighbor,
} from '@fairlead/l2-core/wire';
import { describeFrame } from './support/describeFrame.ts';
import { question } from './support/question.ts';
import { address, mac, owned, TestHost } from './support/segment.ts';

const OURS = '02:00:00:00:00:01';
const OTHER = '02:00:00:00:00:02';
const ASKER = mac('02:00:00:00:00:09');
const [VIP4, VIP6] = [address('192.0.2.10'), address('2001:db8::10')];

/** Faults of other load balancers, by where they were reported. */
describe('faults that others had', () => {
  it('kube-vip #1418, OpenELB: answering for an address after losing it', () => {
    const host = new TestHost(OURS);
    host.own(owned(VIP4, VIP6));
    host.pass(150);
    host.own([]);
    expect([VIP4, VIP6].flatMap((vip) => host.answer(ask(vip)))).to.deep.equal([]);
    expect(host.pass(600_000)).to.deep.equal([]);
  });

  it('OpenELB: IPv4 and IPv6 on one interface disturb each other', () => {
    const host = new TestHost(OURS);
    host.own(owned(VIP4));
    host.own(owned(VIP4, VIP6));
    expect([VIP4, VIP6].map((vip) => host.answer(ask(vip)).length)).to.deep.equal([1, 1]);
  });

  it('OpenELB: one gratuitous frame only, which may be lost', () => {
    const host = new TestHost(OURS, { refresh: millis(0) });
    const sent = [...host.own(owned(VIP4)), ...host.pass(10_000).map(({ frame }) => frame)];
    expect(sent.filter((frame) => describeFrame(frame).includes(' request '))).to.have.length(7);
  });

  it('OpenELB #359: switches that learn the wrong port, as the Ethernet source is not the ARP sender', () => {
    for (const [vlan, own] of [
      [null, undefined],
      [100, undefined],
      [null, derivedMac(VIP4)],
    ] as const) {
      const host = new TestHost(OURS, {}, vlan);
      const sent = [...host.own([{ address: VIP4, mac: own }]), ...host.answer(ask(VIP4))];
      for (const frame of [...sent, ...host.pass(100_000).map((each) => each.frame)]) {
        const header = readEthernet(new Reader(frame));
        const at = vlan === null ? 22 : 26;
        const sender = Buffer.from(frame.subarray(at, at + 6)).readUIntBE(0, 6);
        expect(header).to.have.property('source', sender);
      }
    }
  });

  it('PureLB: neighbours of an IPv6 address that stay stale for 53 s', () => {
    const [announced = new Uint8Array()] = new TestHost(OURS).own(owned(VIP6));
    expect(describeFrame(announced)).to.contain('ff02::1 advertisement O 2001:db8::10');
  });

  it('MetalLB: every reconcile begins the announcements anew', () => {
    const host = new TestHost(OURS, { refresh: millis(0) });
    host.own(owned(VIP4));
    host.pass(10_000);
    for (let reconcile = 0; reconcile < 100; reconcile++) expect(host.own(owned(VIP4))).to.deep.equal([]);
    expect(host.pass(10_000)).to.deep.equal([]);
  });

  it('MetalLB #2910: switches that forget, as nothing is announced later', () => {
    const host = new TestHost(OURS);
    host.own(owned(VIP4));
    host.pass(10_000);
    const pauses = host.pass(3_600_000).map(({ at }, index, all) => at - (all[index - 1]?.at ?? at));
    expect(pauses.length).to.be.at.least(96);
    expect(Math.max(...pauses)).to.be.at.most(75_000);
  });

  it('MetalLB #584: nothing is announced when a link comes back', () => {
    const host = new TestHost(OURS, { refresh: millis(0) });
    host.own(owned(VIP4));
    host.pass(10_000);
    for (const isUp of [false, true])
      host.responder.linkChanged({ mac: mac(OURS), isUp, vlan: null }, host.now);
    expect(host.takeFrames()).to.have.length(2);
  });

  it('MetalLB: the MAC of the interface as it was when the speaker started', () => {
    const host = new TestHost(OURS);
    host.own(owned(VIP4));
    host.responder.linkChanged({ mac: mac(OTHER), isUp: true, vlan: null }, host.now);
    host.takeFrames();
    expect(host.answer(ask(VIP4)).map(describeFrame)).to.deep.equal([
      `${OTHER} > ${ASKER} reply ${OTHER} ${VIP4} > ${ASKER} 192.0.2.9`,
    ]);
  });

  it('MetalLB #2920: solicitations without the option of the source, as for reachability, get no answer', () => {
    const host = new TestHost(OURS);
    host.own(owned(VIP6));
    const frames = new FrameBuffer();
    const [source, destination] = [ASKER, mac(OURS)].map(macToNumber) as [number, number];
    if (!isIpv6(VIP6)) throw new TypeError(VIP6);
    const target = wordsOf(VIP6);
    writeEthernet(frames, { destination, source, vlan: null, etherType: ETHER_TYPE.ipv6 });
    writeNeighbor(frames, {
      kind: 'solicitation',
      source: { ...target, d: 9 },
      destination: target,
      target,
      linkLayerAddress: null,
    });
    frames.end();
    const answers = frames.frames().flatMap((frame) => host.answer(frame));
    expect(answers.map(describeFrame)).to.deep.equal([
      `${OURS} > ${ASKER} ${VIP6} > 2001:db8::9 advertisement SO ${VIP6} ${OURS}`,
    ]);
  });

  it('Cilium #28985: the group of an address that came later is not joined', () => {
    const host = new TestHost(OURS);
    host.own(owned(VIP6));
    host.takeEvents();
    host.own(owned(VIP6, '2001:db8::11'));
    expect(host.takeEvents()).to.deep.include({ kind: 'joinGroup', group: 'ff02::1:ff00:11' });
  });

  it('keepalived #1510: five minutes until switches find a virtual MAC, as no frame has it as source', () => {
    const host = new TestHost(OURS);
    const own = derivedMac(VIP4);
    host.own([{ address: VIP4, mac: own }]);
    host.pass(10_000);
    const sent = host.pass(300_000);
    expect(sent.length).to.be.at.least(6);
    for (const { frame } of sent) expect(describeFrame(frame)).to.match(new RegExp(`^${own} > `));
  });
});

function ask(vip: typeof VIP4): Uint8Array {
  return question(ASKER, address(vip.includes(':') ? '2001:db8::9' : '192.0.2.9'), vip);
}
