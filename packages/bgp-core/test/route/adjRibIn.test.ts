import { expect } from 'chai';
import fc from 'fast-check';
import { decode } from '@fairlead/bgp-core/wire';
import type { ReceivedUpdate, WireContext } from '@fairlead/bgp-core/wire';
import { AdjRibIn } from '../../src/route/adjRibIn.ts';
import { AdjRibOut } from '../../src/route/adjRibOut.ts';
import { addPath, context } from '../support/context.ts';
import { update } from '../support/octets.ts';
import { hosts, peerOf, prefix, route } from '../support/routes.ts';
import { hop } from '../support/session.ts';

const ORIGIN = '40010100';
const PATH = '4002060201 0000fde8';
const NEXT_HOP = '400304 c0000209';

describe('the Adj-RIB-In', () => {
  it('keeps what is announced, replaces it, and drops what is withdrawn', () => {
    const rib = new AdjRibIn();
    receive(rib, update(`${ORIGIN}${PATH}${NEXT_HOP}`, '18cb0071 18c63364'));
    receive(rib, update(`${ORIGIN}${PATH}${NEXT_HOP} 80040400000005`, '18cb0071'));
    receive(rib, update('', '', '18c63364'));
    expect([...rib.routes('ipv4/unicast')]).to.deep.equal([
      {
        prefix: '203.0.113.0/24',
        pathId: 0,
        attributes: { origin: 'igp', asPath: path(65000), nextHop: hop('192.0.2.9'), multiExitDisc: 5 },
        isStale: false,
      },
    ]);
  });

  it('takes a prefix that one UPDATE withdraws and announces for announced (RFC 4271 §4.3)', () => {
    const rib = new AdjRibIn();
    const octets = update('40010100400200400304c0000201', '18cb0071', '18cb0071');
    const message = decode(octets, context());
    if (message.kind !== 'update') return expect.fail('is no UPDATE');
    rib.receive(message, context());
    expect([...rib.routes('ipv4/unicast')].map(({ prefix }) => prefix)).to.deep.equal(['203.0.113.0/24']);
  });

  it('gives routes of IPv6 the next hop of their MP_REACH_NLRI', () => {
    const rib = new AdjRibIn();
    const reach = '800e1c 000201 10 20010db8000000000000000000000001 00 3020010db80001';
    receive(rib, update(`${reach}${ORIGIN}${PATH}`));
    expect(rib.get(prefix('2001:db8:1::/48'))?.attributes.nextHop).to.deep.equal(hop('2001:db8::1'));
    receive(rib, update('800f0a 000201 3020010db80001'));
    expect(rib.size('ipv6/unicast')).to.equal(0);
  });

  it('takes a malformed announcement for a withdrawal (RFC 7606 §2)', () => {
    const rib = new AdjRibIn();
    receive(rib, update(`${ORIGIN}${PATH}${NEXT_HOP}`, '18cb0071 18c63364'));
    receive(rib, update(`400101ff${PATH}${NEXT_HOP}`, '18cb0071'));
    expect(names(rib)).to.deep.equal(['198.51.100.0/24']);
  });

  it('takes what the session does not let in for a withdrawal', () => {
    const rib = new AdjRibIn();
    receive(rib, update(`${ORIGIN}${PATH}${NEXT_HOP}`, '18cb0071'));
    receive(rib, update(`${ORIGIN}${PATH} 400304 00000000`, '18cb0071'));
    expect(names(rib)).to.deep.equal([]);
  });

  it('leaves out of the attributes what an external peer has no say in', () => {
    const rib = new AdjRibIn();
    receive(rib, update(`${ORIGIN}${PATH}${NEXT_HOP} 400504000000c8`, '18cb0071'));
    expect(rib.get(prefix('203.0.113.0/24'))?.attributes.localPref).to.equal(undefined);
    receive(
      rib,
      update(`${ORIGIN}${PATH}${NEXT_HOP} 400504000000c8`, '18cb0071'),
      context({ peerType: 'ibgp' }),
    );
    expect(rib.get(prefix('203.0.113.0/24'))?.attributes.localPref).to.equal(200);
  });

  it('keeps several paths to one prefix apart (RFC 7911)', () => {
    const rib = new AdjRibIn();
    const agreed = context(addPath('ipv4/unicast'));
    receive(rib, update(`${ORIGIN}${PATH}${NEXT_HOP}`, '00000002 18cb0071 00000001 18cb0071'), agreed);
    receive(rib, update('', '', '00000002 18cb0071'), agreed);
    expect([...rib.routes('ipv4/unicast')].map(({ pathId }) => pathId)).to.deep.equal([1]);
  });

  it('holds equal attributes once, as long as a route has them', () => {
    const rib = new AdjRibIn();
    const agreed = context();
    receive(rib, update(`${ORIGIN}${PATH}${NEXT_HOP}`, '18cb0071'), agreed);
    receive(rib, update(`${ORIGIN}${PATH}${NEXT_HOP}`, '18c63364'), agreed);
    const [one, two] = [...rib.routes('ipv4/unicast')];
    expect(one?.attributes === two?.attributes).to.equal(true);
  });

  it('removes what stays stale (RFC 4724 §4.2)', () => {
    const rib = new AdjRibIn();
    receive(rib, update(`${ORIGIN}${PATH}${NEXT_HOP}`, '18cb0071 18c63364'));
    rib.markStale('ipv4/unicast');
    receive(rib, update(`${ORIGIN}${PATH}${NEXT_HOP}`, '18cb0071'));
    expect([...rib.routes('ipv4/unicast')].map(({ isStale }) => isStale)).to.deep.equal([false, true]);
    expect([rib.removeStale('ipv4/unicast'), names(rib)]).to.deep.equal([1, ['203.0.113.0/24']]);
    expect([rib.clear('ipv4/unicast'), rib.size('ipv4/unicast')]).to.deep.equal([1, 0]);
  });

  it('ends with what an Adj-RIB-Out wants', () => {
    const change = fc.record({ from: fc.nat(50), count: fc.nat(50), med: fc.nat(2) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), (changes) => {
        const out = new AdjRibOut();
        const rib = new AdjRibIn();
        peerOf(out);
        for (const { from, count, med } of changes) {
          const routes = hosts(from, count).map(({ prefix }) => ({
            prefix,
            attributes: { multiExitDisc: med },
          }));
          out.advertise('ipv4/unicast', [...routes, route('0.0.0.0/0')]);
          for (let chunk = out.next(1); chunk !== null; chunk = out.next(1)) receive(rib, chunk);
        }
        expect(namesAndMeds(rib.routes('ipv4/unicast'))).to.deep.equal(
          namesAndMeds(out.routes('ipv4/unicast')),
        );
      }),
    );
  });
});

function receive(rib: AdjRibIn, octets: Uint8Array, agreed: WireContext = context()): void {
  const message = decode(octets, agreed);
  if (message.kind !== 'update') throw new Error('not an UPDATE');
  rib.receive(message satisfies ReceivedUpdate, agreed);
}

function names(rib: AdjRibIn): readonly string[] {
  return [...rib.routes('ipv4/unicast')].map(({ prefix }) => prefix);
}

function namesAndMeds(
  routes: Iterable<{ readonly prefix: string; readonly attributes: { readonly multiExitDisc?: number } }>,
): readonly string[] {
  return [...routes].map(({ prefix, attributes }) => `${prefix} ${String(attributes.multiExitDisc)}`).sort();
}

function path(...asns: readonly number[]): unknown {
  return [{ kind: 'sequence', asns }];
}
