import { expect } from 'chai';
import { millis } from '@fairlead/inet';
import { address, mac, owned, TestHost } from './support/segment.ts';
import { describeFrame } from './support/describeFrame.ts';

const MAC = '02:00:00:00:00:01';

describe('the announcer', () => {
  it('sends both forms of gratuitous ARP at 0, 100, 300 ms, 1, 2 and 4 s, then a probe', () => {
    const host = new TestHost(MAC, { refresh: millis(0) });
    const first = host.own(owned('192.0.2.10')).map((frame) => ({ at: 0, frame }));
    const sent = [...first, ...host.pass(100_000)];
    expect(sent.map(({ at }) => at)).to.deep.equal([
      0, 0, 100, 100, 300, 300, 1000, 1000, 2000, 2000, 4000, 4000, 4000,
    ]);
    expect(new Set(sent.map(({ frame }) => describeFrame(frame)))).to.deep.equal(
      new Set([
        `${MAC} > ff:ff:ff:ff:ff:ff request ${MAC} 192.0.2.10 > 00:00:00:00:00:00 192.0.2.10`,
        `${MAC} > ff:ff:ff:ff:ff:ff reply ${MAC} 192.0.2.10 > ${MAC} 192.0.2.10`,
        `${MAC} > ff:ff:ff:ff:ff:ff request ${MAC} 0.0.0.0 > 00:00:00:00:00:00 192.0.2.10`,
      ]),
    );
  });

  it('sends unsolicited advertisements with the override flag to all nodes', () => {
    const host = new TestHost(MAC, { refresh: millis(0) });
    const sent = [...host.own(owned('2001:db8::10')), ...host.pass(10_000).map(({ frame }) => frame)];
    expect(sent.slice(0, 6).map(describeFrame)).to.deep.equal(
      new Array<string>(6).fill(
        `${MAC} > 33:33:00:00:00:01 2001:db8::10 > ff02::1 advertisement O 2001:db8::10 ${MAC}`,
      ),
    );
  });

  it('goes on slowly for ever, a quarter more or less than the interval, in steps of 100 ms', () => {
    for (const random of [0, 0.5, 0.999]) {
      const host = new TestHost(MAC, { refresh: millis(40_000), random: () => random });
      host.own(owned('2001:db8::10'));
      host.pass(4000);
      const times = host.pass(120_000).map(({ at }) => at);
      const pauses = times.map((at, index) => at - (times[index - 1] ?? 4000));
      expect(pauses.length).to.be.at.least(2);
      for (const pause of pauses) expect(pause).to.equal(Math.ceil(400 * (0.75 + random / 2)) * 100);
    }
  });

  it('restarts nothing when the same is owned again', () => {
    const [once, again] = [new TestHost(MAC), new TestHost(MAC)];
    once.own(owned('192.0.2.10'));
    again.own(owned('192.0.2.10'));
    const expected = once.pass(3000);
    const sent = [50, 100, 350, 2500].flatMap((span) => [
      ...again.pass(span),
      ...again.own(owned('192.0.2.10')).map((frame) => ({ at: -1, frame })),
    ]);
    expect(sent).to.deep.equal(expected);
  });

  it('tells of a new address only, when one more is owned', () => {
    const host = new TestHost(MAC, { refresh: millis(0) });
    host.own(owned('192.0.2.10'));
    host.pass(10_000);
    const sent = host.own(owned('192.0.2.10', '2001:db8::10'));
    expect(sent.map(describeFrame)).to.deep.equal([
      `${MAC} > 33:33:00:00:00:01 2001:db8::10 > ff02::1 advertisement O 2001:db8::10 ${MAC}`,
    ]);
  });

  it('is silent while the link is down, and begins again when it is up', () => {
    const host = new TestHost(MAC, { refresh: millis(0) });
    host.own(owned('192.0.2.10'));
    const link = { mac: mac(MAC), vlan: null };
    host.responder.linkChanged({ ...link, isUp: false }, host.now);
    expect([...host.takeFrames(), ...host.pass(10_000)]).to.deep.equal([]);
    host.responder.linkChanged({ ...link, isUp: true }, host.now);
    expect(host.takeFrames()).to.have.length(2);
    expect(host.pass(10_000)).to.have.length(11);
  });

  it('announces again with another MAC address of the link', () => {
    const host = new TestHost(MAC, { refresh: millis(0) });
    host.own(owned('2001:db8::10'));
    host.pass(10_000);
    host.responder.linkChanged({ mac: mac('02:00:00:00:00:02'), vlan: null, isUp: true }, host.now);
    expect(host.takeFrames().map(describeFrame)).to.deep.equal([
      '02:00:00:00:00:02 > 33:33:00:00:00:01 2001:db8::10 > ff02::1 advertisement O 2001:db8::10 02:00:00:00:00:02',
    ]);
  });

  it('sends nothing more for an address that was released', () => {
    const host = new TestHost(MAC);
    host.own(owned('192.0.2.10', '2001:db8::10'));
    host.pass(150);
    expect(host.own([])).to.deep.equal([]);
    expect(host.pass(1_000_000)).to.deep.equal([]);
  });

  it('tells where a released address is now, from its own MAC (switches must not learn wrong)', () => {
    const host = new TestHost(MAC);
    host.own(owned('192.0.2.10', '2001:db8::10'));
    const successor = mac('02:00:00:00:00:02');
    host.responder.release(address('192.0.2.10'), successor);
    host.responder.release(address('2001:db8::10'), successor);
    expect(host.takeFrames().map(describeFrame)).to.deep.equal([
      `${MAC} > ff:ff:ff:ff:ff:ff request 02:00:00:00:00:02 192.0.2.10 > 00:00:00:00:00:00 192.0.2.10`,
      `${MAC} > 33:33:00:00:00:01 2001:db8::10 > ff02::1 advertisement O 2001:db8::10 02:00:00:00:00:02`,
    ]);
    expect(host.pass(1_000_000)).to.deep.equal([]);
  });

  it('tags its frames on a VLAN', () => {
    const host = new TestHost(MAC, {}, 100);
    const [frame = new Uint8Array()] = host.own(owned('192.0.2.10'));
    expect(Buffer.from(frame.subarray(12, 18)).toString('hex')).to.equal('810000640806');
  });
});

describe('the budget of unasked frames', () => {
  const addresses = Array.from({ length: 10_000 }, (_, index) => `10.1.${index >> 8}.${index & 255}`);

  it('is kept in every second, for 10,000 takeovers', () => {
    const host = new TestHost(MAC, { packetsPerSecond: 5000, refresh: millis(0) });
    const perSecond = new Map<number, number>();
    const count = (at: number): void => {
      const second = Math.floor(at / 1000);
      perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
    };
    for (let i = host.own(owned(...addresses)).length; i > 0; i--) count(0);
    for (const { at } of host.pass(60_000)) count(at);
    expect([...perSecond.values()].reduce((a, b) => a + b)).to.equal(10_000 * (6 * 2 + 1));
    expect(Math.max(...perSecond.values())).to.be.at.most(5000 + 500);
  });

  it('tells of each address once before any is told of twice', () => {
    const host = new TestHost(MAC, {
      packetsPerSecond: 20_000,
      burst: [0, 2000].map(millis),
      refresh: millis(0),
    });
    const first = host.own(owned(...addresses));
    const frames = [...first, ...host.pass(60_000).map(({ frame }) => frame)];
    const round = frames.slice(0, 20_000).map((frame) => Buffer.from(frame.subarray(28, 32)).toString('hex'));
    expect(new Set(round).size).to.equal(10_000);
  });

  it('is half free while 10,000 addresses are refreshed too often', () => {
    const host = new TestHost(MAC, { packetsPerSecond: 1000, burst: [millis(0)], refresh: millis(1000) });
    host.own(owned(...addresses));
    host.pass(120_000);
    const spent = host.pass(60_000).length;
    expect(spent).to.be.at.most(60 * 500 * 1.5);
    host.responder.claim({ address: address('192.0.2.1') }, host.now);
    const sent = [...host.takeFrames(), ...host.pass(1000).map(({ frame }) => frame)].map(describeFrame);
    expect(sent.filter((frame) => frame.includes('192.0.2.1 '))).to.not.deep.equal([]);
  });
});
