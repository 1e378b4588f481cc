import { asn, parseIpv4 } from '@fairlead/inet';
import { expect } from 'chai';
import type { PathAttributes } from '@fairlead/bgp-core/wire';
import { AdjRibOut } from '../../src/route/adjRibOut.ts';
import { exportAttributes } from '../../src/route/exportAttributes.ts';
import type { OutSession } from '../../src/route/outSession.ts';
import type { RouteAttributes } from '../../src/route/route.ts';
import { context } from '../support/context.ts';
import { peerOf, route } from '../support/routes.ts';
import { address, hop, session } from '../support/session.ts';

describe('what a session of a kind makes of attributes (RFC 4271 §5.1)', () => {
  const attributes: RouteAttributes = {
    asPath: [
      { kind: 'confedSequence', asns: [asn(64512)] },
      { kind: 'sequence', asns: [asn(65002)] },
    ],
    localPref: 200,
    multiExitDisc: 5,
    ...reflected(),
    aigp: 9n,
    prepend: 1,
  };

  it('puts the own AS number in front for an external peer, and leaves out what is none of its business', () => {
    expect(sentOver(attributes, session())).to.deep.equal({
      origin: 'igp',
      asPath: [{ kind: 'sequence', asns: [65001, 65001, 65002] }],
      nextHop: hop('192.0.2.1'),
      multiExitDisc: 5,
    });
  });

  it('leaves the path alone for an internal peer', () => {
    const sent = sentOver(attributes, session({ context: context({ peerType: 'ibgp' }) }));
    expect({ ...sent, prepend: 1 }).to.deep.equal({
      ...attributes,
      origin: 'igp',
      nextHop: hop('192.0.2.1'),
    });
  });

  it('gives an internal peer a LOCAL_PREF where the route has none', () => {
    expect(sentOver({}, session({ context: context({ peerType: 'ibgp' }) })).localPref).to.equal(100);
  });

  it('puts the own member number into the confederation sequence of a confederation peer (RFC 5065 §4)', () => {
    const sent = sentOver(attributes, session({ context: context({ peerType: 'confed' }) }));
    expect(sent.asPath).to.deep.equal([
      { kind: 'confedSequence', asns: [65001, 65001, 64512] },
      { kind: 'sequence', asns: [65002] },
    ]);
  });

  it('puts all own numbers in front where there are several', () => {
    const sent = sentOver({ prepend: 1 }, session({ localAsns: [asn(64999), asn(65001)] }));
    expect(sent.asPath).to.deep.equal([{ kind: 'sequence', asns: [64999, 64999, 65001] }]);
  });

  it('tells a peer of two octets the rest in AS4_PATH (RFC 6793 §4.2.2)', () => {
    const sent = sentOver(
      {},
      session({ localAsns: [asn(4200000001)], context: context({ fourOctetAs: false }) }),
    );
    expect([sent.asPath, sent.as4Path]).to.deep.equal([
      [{ kind: 'sequence', asns: [23456] }],
      [{ kind: 'sequence', asns: [4200000001] }],
    ]);
  });

  it('does not point a peer to itself (RFC 4271 §5.1.3)', () => {
    const peerAddress = address('192.0.2.254');
    expect(
      exportAttributes({ nextHop: hop('192.0.2.254') }, 'ipv4/unicast', session({ peerAddress })),
    ).to.deep.equal({ kind: 'withheld', reason: 'nextHopIsPeer' });
  });

  it('takes the next hop of the route before its own', () => {
    expect(sentOver({ nextHop: hop('192.0.2.77') }, session()).nextHop).to.deep.equal(hop('192.0.2.77'));
  });

  it('adds OTC towards customers, peers and clients, and keeps routes that have it from all others (RFC 9234 §5)', () => {
    const roles = ['provider', 'routeServer', 'peer', 'customer', 'routeServerClient'] as const;
    const without = roles.map((role) => sentOver({}, session({ role })).onlyToCustomer);
    expect(without).to.deep.equal([65001, 65001, 65001, undefined, undefined]);
    const having = roles.map(
      (role) => sentOver({ onlyToCustomer: asn(64496) }, session({ role })).onlyToCustomer,
    );
    expect(having).to.deep.equal([64496, 64496, undefined, undefined, undefined]);
  });
});

function sentOver(attributes: RouteAttributes, over: OutSession): PathAttributes {
  const rib = new AdjRibOut();
  rib.announce(route('203.0.113.0/24', attributes));
  return peerOf(rib, over).routes.get('203.0.113.0/24') ?? {};
}

function reflected(): PathAttributes {
  const [originator, cluster] = [parseIpv4('192.0.2.9'), parseIpv4('192.0.2.8')];
  return originator === null || cluster === null ? {} : { originatorId: originator, clusterList: [cluster] };
}
