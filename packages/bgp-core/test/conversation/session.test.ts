import { expect } from 'chai';
import fc from 'fast-check';
import { route } from '@fairlead/bgp-core';
import type { DeliberateReason, PeerConfig } from '@fairlead/bgp-core';
import type { Ipv6 } from '@fairlead/inet';
import { address, hop } from '../support/session.ts';
import { Conversation } from './conversation.ts';

const left: PeerConfig = { localAs: 65001, remoteAs: 65002, routerId: '192.0.2.1' };
const right: PeerConfig = { localAs: 65002, remoteAs: 65001, routerId: '192.0.2.2', passive: true };

describe('two peers', () => {
  it('establish a session and hold it for an hour', () => {
    const talk = new Conversation(left, right).start().pass(3_600_000);
    expect(talk.states()).to.equal('established established');
    expect([talk.events('left'), talk.events('right')]).to.deep.equal([['established'], ['established']]);
    expect(talk.left.status().counters.sent.keepalive).to.be.within(120, 161);
  });

  it('establish one when both call at once', () => {
    const talk = new Conversation(left, { ...right, passive: false }).start().pass(10_000);
    expect(talk.states()).to.equal('established established');
  });

  it('establish one whatever the chunks in which octets arrive', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (chunk) => {
        expect(new Conversation(left, right, chunk).start().states()).to.equal('established established');
      }),
    );
  });

  it('agree that silence may last for ever, and then never speak', () => {
    const talk = new Conversation({ ...left, holdTime: 0 }, right).start().pass(3_600_000);
    expect(talk.states()).to.equal('established established');
    expect(talk.left.status().counters.sent.keepalive).to.equal(1);
    expect(talk.left.deadline()).to.equal(null);
  });

  it('find each other again after the cable was cut', () => {
    const talk = new Conversation(left, right).start().cut();
    expect(talk.states()).to.equal('idle idle');
    expect(talk.pass(30_000).states()).to.equal('established established');
    expect(talk.events('left')).to.deep.equal(['established', 'down connectionLost', 'established']);
  });

  it('find each other when the neighbour comes late', () => {
    const talk = new Conversation(left, right);
    talk.isReachable = false;
    expect(talk.start().pass(60_000).states()).to.equal('active active');
    talk.isReachable = true;
    expect(talk.pass(10_000).states()).to.equal('established established');
  });

  it('part with a word when one is stopped, and meet when it is started again', () => {
    const talk = new Conversation(left, right).start();
    talk.left.stop(talk.now, { text: 'new cables' });
    talk.settle().pass(600_000);
    expect(talk.states()).to.equal('idle active');
    const down = talk.told.right.find((output) => output.kind === 'down');
    expect(down?.ending.received).to.deep.include({ code: 6, subcode: 2 });
    expect(down?.ending.detail).to.equal('new cables');
    talk.left.start(talk.now);
    expect(talk.settle().pass(60_000).states()).to.equal('established established');
  });

  it('write to each other in an administrative shutdown or reset only (RFC 9003 §2)', () => {
    const said = (reason: DeliberateReason): string => {
      const talk = new Conversation(left, right).start();
      talk.left.stop(talk.now, { reason, text: 'new cables' });
      talk.settle();
      const { received, detail } = talk.right.status().lastEnding ?? {};
      return `${received?.subcode ?? 0} ${received?.data.length ?? 0} ${detail ?? 'nothing'}`;
    };
    expect(said('administrativeReset')).to.equal('4 11 new cables');
    expect(said('peerDeconfigured')).to.equal('3 0 nothing');
    expect(said('bfdDown')).to.equal('10 0 nothing');
  });

  it('say why they part over a router id, an AS and a hold time', () => {
    const strange = { ...right, localAs: 65009 };
    const talk = new Conversation(left, strange).start();
    expect(talk.events('left')).to.deep.equal(['failed badPeerAs']);
    expect(talk.left.status().lastEnding?.detail).to.equal('the neighbour says AS 65009, expected 65002');
    expect(talk.right.status().lastEnding?.received).to.deep.include({ code: 2, subcode: 2 });
  });
});

describe('a new configuration', () => {
  const established = (): Conversation => new Conversation(left, right).start();

  const live: readonly (readonly [string, Partial<PeerConfig>])[] = [
    ['timers that no OPEN tells', { connectRetryTime: 3, idleHoldTime: 5, sendHoldTime: 20 }],
    ['another remote AS that the neighbour fits', { remoteAs: 'external' }],
    ['the import policy', { importRoutes: 'all' }],
    ['the default, said aloud', { holdTime: 90, families: ['ipv4/unicast', 'ipv6/unicast'] }],
    ['a host name', { hostname: 'left' }],
    ['passive', { passive: true }],
  ];
  for (const [what, change] of live) {
    it(`leaves the session alone for ${what}`, () => {
      const talk = established();
      expect(talk.left.configure({ ...left, ...change }, talk.now)).to.deep.equal({ kind: 'applied' });
      expect(talk.settle().pass(1000).states()).to.equal('established established');
      expect(talk.events('right')).to.deep.equal(['established']);
    });
  }

  const resets: readonly (readonly [Partial<PeerConfig>, readonly string[]])[] = [
    [{ holdTime: 30 }, ['holdTime']],
    [{ routerId: '192.0.2.7', families: ['ipv4/unicast'] }, ['routerId', 'families']],
    [{ localAs: 65003 }, ['localAs']],
    [{ gracefulRestart: {} }, ['gracefulRestart']],
    [{ remoteAs: 65009 }, ['remoteAs']],
    [{ role: 'peer' }, ['role']],
    [{ extendedMessages: false }, ['extendedMessages']],
    [{ addPath: { 'ipv4/unicast': 'both' } }, ['addPath']],
  ];
  for (const [change, because] of resets) {
    it(`ends the session for ${because.join(' and ')}, and begins another at once`, () => {
      const talk = established();
      expect(talk.left.configure({ ...left, ...change }, talk.now)).to.deep.equal({
        kind: 'sessionReset',
        because,
      });
      expect(talk.settle().events('left')).to.include('down configurationChanged');
      expect(talk.told.right.find((output) => output.kind === 'down')?.ending.received).to.deep.include({
        code: 6,
        subcode: 6,
      });
    });
  }

  it('points routes that name no next hop elsewhere, and leaves the others alone', () => {
    const talk = new Conversation(left, { ...right, importRoutes: 'all', adjRibIn: true });
    talk.left.advertise([
      route('203.0.113.1/32'),
      route('203.0.113.2/32', { nextHop: hop('192.0.2.9') }),
      route('2001:db8::1/128'),
    ]);
    talk.start();
    const before = talk.left.status().counters.sent.update;
    const nextHop = { ipv4: '192.0.2.7', ipv6: '2001:db8::7', ipv6LinkLocal: 'fe80::7' };
    expect(talk.left.configure({ ...left, nextHop }, talk.now)).to.deep.equal({ kind: 'applied' });
    talk.settle();
    expect(talk.left.status().counters.sent.update).to.equal(before + 2);
    const routes = [...talk.right.routes('ipv4/unicast'), ...talk.right.routes('ipv6/unicast')];
    expect(routes.map(({ prefix, attributes }) => [prefix, attributes.nextHop])).to.have.deep.members([
      ['203.0.113.1/32', hop('192.0.2.7')],
      ['203.0.113.2/32', hop('192.0.2.9')],
      ['2001:db8::1/128', { address: '2001:db8::7', linkLocal: 'fe80::7' }],
    ]);
  });

  it('puts the link-local address of its interface beside the other, where the neighbour is in the subnet (RFC 2545 §3)', () => {
    const nextHopWith = (linkLocal: string | null, nextHop: NonNullable<PeerConfig['nextHop']>): unknown => {
      const talk = new Conversation({ ...left, nextHop }, { ...right, importRoutes: 'all', adjRibIn: true });
      const [local, remote] = [address('2001:db8::1'), address('2001:db8::2')];
      const beside = linkLocal === null ? {} : { linkLocal: address(linkLocal) as Ipv6 };
      talk.endpoints = { left: { local, remote, ...beside }, right: { local: remote, remote: local } };
      talk.left.announce(route('2001:db8::7/128'));
      return [...talk.start().right.routes('ipv6/unicast')][0]?.attributes.nextHop;
    };
    const both = { address: '2001:db8::1', linkLocal: 'fe80::1' };
    expect(nextHopWith('fe80::1', { ipv6LinkLocal: 'interface' })).to.deep.equal(both);
    expect(nextHopWith(null, { ipv6LinkLocal: 'interface' })).to.deep.equal(hop('2001:db8::1'));
    expect(nextHopWith('fe80::1', {})).to.deep.equal(hop('2001:db8::1'));
    const other = { ipv6: '2001:db8::9', ipv6LinkLocal: 'interface' };
    expect(nextHopWith('fe80::1', other)).to.deep.equal(hop('2001:db8::9'));
  });

  it('withdraws what cannot go out any more', () => {
    const nextHop = { ipv6: '2001:db8::7' };
    const talk = new Conversation({ ...left, nextHop }, { ...right, importRoutes: 'all', adjRibIn: true });
    talk.left.announce(route('2001:db8::1/128'));
    expect([...talk.start().right.routes('ipv6/unicast')]).to.have.length(1);
    talk.left.configure(left, talk.now);
    expect([...talk.settle().right.routes('ipv6/unicast')]).to.have.length(0);
  });

  it('is used by the next session where there is none', () => {
    const talk = new Conversation(left, right);
    expect(talk.left.configure({ ...left, holdTime: 9 }, talk.now)).to.deep.equal({ kind: 'applied' });
    expect(talk.start().left.status().session?.holdTime).to.equal(9000);
  });

  it('that is wrong changes nothing', () => {
    const talk = established();
    expect(() => talk.left.configure({ ...left, holdTime: 2 }, talk.now)).to.throw(RangeError, 'holdTime');
    expect(talk.pass(1000).states()).to.equal('established established');
  });
});
