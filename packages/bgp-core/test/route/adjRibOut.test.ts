import { ipv4Prefix } from '@fairlead/inet';
import { expect } from 'chai';
import { AdjRibOut } from '../../src/route/adjRibOut.ts';
import type { OutSession } from '../../src/route/outSession.ts';
import type { RouteAttributes } from '../../src/route/route.ts';
import { addPath, context } from '../support/context.ts';
import { hex } from '../support/octets.ts';
import { TestPeer } from '../support/peer.ts';
import { hosts, peerOf, prefix, route } from '../support/routes.ts';
import { hop, session } from '../support/session.ts';

describe('the Adj-RIB-Out', () => {
  it('announces with next hop self and the own AS number, then marks the end of the set', () => {
    const rib = new AdjRibOut();
    rib.announce(route('203.0.113.0/24', { communities: [65001 * 65536 + 7] }));
    rib.established(session({ families: new Set(['ipv4/unicast']) }));
    const sent = drained(rib);
    const attributes = '40010100 4002060201 0000fde9 400304c0000201 c00804fde90007';
    const update = `${MARKER} 0036 02 0000 001b ${attributes} 18cb0071`;
    expect(sent).to.equal(`${update}${MARKER} 0017 02 0000 0000`.replaceAll(' ', ''));
    expect(rib.next(4096)).to.equal(null);
  });

  it('announces IPv6 in an MP_REACH_NLRI that stands first (RFC 7606 §5.1)', () => {
    const rib = new AdjRibOut();
    rib.announce(route('2001:db8:1::/48'));
    rib.established(session({ families: new Set(['ipv6/unicast']) }));
    const sent = drained(rib);
    const reach = `900e001c 000201 10 20010db8000000000000000000000001 00 3020010db80001`;
    const update = `${MARKER} 0044 02 0000 002d ${reach} 40010100 4002060201 0000fde9`;
    expect(sent).to.equal(`${update}${MARKER} 001d 02 0000 0006 800f03 000201`.replaceAll(' ', ''));
  });

  it('fills UPDATEs to the agreed size', () => {
    expect(updatesFor(20_000, context())).to.deep.equal([25, 20_000]);
    expect(updatesFor(20_000, context({ extendedMessages: true }))).to.deep.equal([2, 20_000]);
    expect(updatesFor(20_000, context(addPath('ipv4/unicast')))).to.deep.equal([45, 20_000]);
  });

  it('shares UPDATEs among routes that come with equal attributes in other objects', () => {
    const rib = new AdjRibOut();
    for (let i = 0; i < 100; i++)
      rib.announce({ prefix: ipv4Prefix(i << 8, 24), attributes: { origin: 'igp', asPath: [] } });
    for (let i = 100; i < 200; i++) rib.announce({ prefix: ipv4Prefix(i << 8, 24), attributes: {} });
    expect(peerOf(rib).log).to.deep.equal(['update', 'endOfRib ipv4/unicast', 'endOfRib ipv6/unicast']);
  });

  it('withdraws before it announces, and both in the fewest UPDATEs', () => {
    const rib = new AdjRibOut();
    rib.advertise('ipv4/unicast', hosts(0, 1000));
    const peer = peerOf(rib);
    peer.log.length = 0;
    const difference = rib.advertise('ipv4/unicast', hosts(900, 1000));
    expect(difference).to.deep.equal({ announced: 900, withdrawn: 900, unchanged: 100 });
    expect(peer.pull(rib).log).to.deep.equal(['update', 'update', 'update', 'update']);
    expect(peer.routes.size).to.equal(1000);
  });

  it('has nothing to say when the same set is advertised again', () => {
    const rib = new AdjRibOut();
    rib.advertise('ipv4/unicast', hosts(0, 100));
    peerOf(rib);
    expect(rib.advertise('ipv4/unicast', hosts(0, 100))).to.deep.equal({
      announced: 0,
      withdrawn: 0,
      unchanged: 100,
    });
    expect([rib.pending, rib.next(4096)]).to.deep.equal([0, null]);
  });

  it('says nothing of a change that the peer would not see, and everything of what it would', () => {
    const rib = new AdjRibOut();
    const lowered = (attributes: RouteAttributes) =>
      hosts(0, 1000).map((each) => ({ ...each, attributes: { ...attributes, localPref: 50 } }));
    rib.advertise('ipv4/unicast', hosts(0, 1000));
    const external = peerOf(rib);
    external.log.length = 0;
    expect(rib.advertise('ipv4/unicast', lowered({})).announced).to.equal(1000);
    expect([rib.pending, rib.next(4096)]).to.deep.equal([0, null]);
    rib.advertise('ipv4/unicast', lowered({ multiExitDisc: 1 }));
    expect(rib.pending).to.equal(1000);
    rib.advertise('ipv4/unicast', hosts(0, 1000));
    expect([rib.pending, external.log]).to.deep.equal([0, []]);
    const internal = peerOf(rib, session({ context: context({ peerType: 'ibgp' }) }));
    internal.log.length = 0;
    rib.advertise('ipv4/unicast', lowered({}));
    expect(rib.pending).to.equal(1000);
    expect(internal.pull(rib).routes.get('10.0.0.0/32')?.localPref).to.equal(50);
  });

  it('sends a route that changes twice before the peer reads only once, and one that comes and goes never', () => {
    const rib = new AdjRibOut();
    const peer = peerOf(rib);
    peer.log.length = 0;
    rib.announce(route('203.0.113.0/24', { multiExitDisc: 1 }));
    rib.announce(route('203.0.113.0/24', { multiExitDisc: 2 }));
    rib.announce(route('198.51.100.0/24'));
    rib.withdraw(prefix('198.51.100.0/24'));
    expect(rib.pending).to.equal(1);
    peer.pull(rib);
    expect([peer.log, peer.routes.get('203.0.113.0/24')?.multiExitDisc]).to.deep.equal([['update'], 2]);
  });

  it('has nothing to say when a route changes back before the peer reads', () => {
    const rib = new AdjRibOut();
    rib.announce(route('203.0.113.0/24', { multiExitDisc: 1 }));
    peerOf(rib);
    rib.announce(route('203.0.113.0/24', { multiExitDisc: 2 }));
    rib.announce(route('203.0.113.0/24', { multiExitDisc: 1 }));
    expect(rib.next(4096)).to.equal(null);
  });

  it('holds the End-of-RIB back until it knows the whole set, if told to', () => {
    const rib = new AdjRibOut({ awaitAdvertise: true });
    rib.announce(route('203.0.113.0/24'));
    const peer = peerOf(rib);
    expect(peer.log).to.deep.equal(['update']);
    rib.advertise('ipv4/unicast', [route('203.0.113.0/24')]);
    expect(peer.pull(rib).log).to.deep.equal(['update', 'endOfRib ipv4/unicast']);
  });

  it('sends an IPv4 route over an IPv6 next hop where that was agreed, and withholds it where not (RFC 8950)', () => {
    const attributes = { nextHop: hop('2001:db8::99') };
    const rib = new AdjRibOut();
    rib.announce(route('203.0.113.0/24', attributes));
    expect([...peerOf(rib).routes.keys()]).to.deep.equal([]);
    expect(rib.withheld()).to.deep.equal([
      { family: 'ipv4/unicast', attributes, reason: 'nextHopFamily', routes: 1 },
    ]);
    const extendedNextHop = new Set(['ipv4/unicast'] as const);
    const peer = peerOf(rib, session({ context: context({ extendedNextHop }) }));
    expect(peer.routes.get('203.0.113.0/24')?.nextHop).to.deep.equal(attributes.nextHop);
    expect(rib.withheld()).to.deep.equal([]);
  });

  it('withholds routes that need an address which the speaker does not have', () => {
    const rib = new AdjRibOut();
    rib.announce(route('2001:db8:1::/48'));
    const nextHopSelf = { 'ipv4/unicast': hop('192.0.2.1'), 'ipv6/unicast': null };
    peerOf(rib, session({ nextHopSelf }));
    expect(rib.withheld()).to.deep.equal([
      { family: 'ipv6/unicast', attributes: {}, reason: 'noNextHop', routes: 1 },
    ]);
  });

  it('withdraws a route that changes to one that must not go out', () => {
    const rib = new AdjRibOut();
    rib.announce(route('203.0.113.0/24'));
    const peer = peerOf(rib);
    rib.announce(route('203.0.113.0/24', { nextHop: hop('2001:db8::99') }));
    expect([...peer.pull(rib).routes.keys()]).to.deep.equal([]);
    rib.announce(route('203.0.113.0/24'));
    expect([...peer.pull(rib).routes.keys()]).to.deep.equal(['203.0.113.0/24']);
  });

  it('withholds attributes that fill a message', () => {
    const rib = new AdjRibOut();
    const communities = Array.from({ length: 1020 }, (_, index) => index);
    rib.announce(route('203.0.113.0/24', { communities }));
    expect([...peerOf(rib).routes.keys()]).to.deep.equal([]);
    expect(rib.withheld().map(({ reason }) => reason)).to.deep.equal(['attributesTooLong']);
    const extended = session({ context: context({ extendedMessages: true }) });
    expect([...peerOf(rib, extended).routes.keys()]).to.deep.equal(['203.0.113.0/24']);
  });

  it('marks the answer to a ROUTE-REFRESH at both ends (RFC 7313 §4)', () => {
    const rib = new AdjRibOut();
    rib.advertise('ipv4/unicast', hosts(0, 1000));
    const peer = peerOf(rib, session({ enhancedRouteRefresh: true }));
    peer.log.length = 0;
    rib.refresh('ipv4/unicast');
    expect(peer.pull(rib).log).to.deep.equal([
      'beginningOfRouteRefresh ipv4/unicast',
      'update',
      'update',
      'endOfRouteRefresh ipv4/unicast',
    ]);
  });

  it('answers a ROUTE-REFRESH that comes before the End-of-RIB behind it (RFC 7313 §4)', () => {
    const rib = new AdjRibOut();
    rib.announce(route('203.0.113.0/24'));
    const agreed = session({ enhancedRouteRefresh: true, families: new Set(['ipv4/unicast']) });
    rib.established(agreed);
    rib.refresh('ipv4/unicast');
    expect(new TestPeer(agreed.context).pull(rib).log).to.deep.equal([
      'update',
      'endOfRib ipv4/unicast',
      'beginningOfRouteRefresh ipv4/unicast',
      'update',
      'endOfRouteRefresh ipv4/unicast',
    ]);
  });

  it('pulls no more octets than asked for, but one message at least', () => {
    const rib = new AdjRibOut();
    rib.advertise('ipv4/unicast', hosts(0, 10_000));
    rib.established(session());
    expect([rib.next(1)?.length, rib.next(10_000)?.length]).to.deep.equal([4093, 4093 + 29 + 4093]);
  });
});

function drained(rib: AdjRibOut): string {
  let sent = '';
  for (let chunk = rib.next(1); chunk !== null; chunk = rib.next(1)) sent += hex(chunk);
  return sent;
}

function updatesFor(count: number, agreed: OutSession['context']): readonly number[] {
  const rib = new AdjRibOut();
  rib.advertise('ipv4/unicast', hosts(0, count));
  const peer = peerOf(rib, session({ context: agreed }));
  return [peer.log.filter((entry) => entry === 'update').length, peer.routes.size];
}

const MARKER = 'ff'.repeat(16);
