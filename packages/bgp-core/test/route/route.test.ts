import { expect } from 'chai';
import { AdjRibOut } from '../../src/route/adjRibOut.ts';
import type { RouteAttributes } from '../../src/route/route.ts';
import { peerOf, route } from '../support/routes.ts';
import { hop } from '../support/session.ts';

describe('a route that cannot be', () => {
  const wrong: readonly (readonly [string, RouteAttributes, string])[] = [
    [
      '10.0.0.0/24',
      { communities: [2 ** 32] },
      'communities[0] is a number from 0 to 4294967295, not 4294967296',
    ],
    ['10.0.0.0/24', { multiExitDisc: -1 }, 'multiExitDisc is a number from 0 to 4294967295, not -1'],
    ['10.0.0.0/24', { localPref: 1.5 }, 'localPref is a number from 0 to 4294967295, not 1.5'],
    [
      '10.0.0.0/24',
      { largeCommunities: ['1:2:4294967296'] },
      'each part of largeCommunities[0] "1:2:4294967296"',
    ],
    [
      '10.0.0.0/24',
      { extendedCommunities: ['0002'] },
      'extendedCommunities[0] is 16 hexadecimal digits, not "0002"',
    ],
    ['10.0.0.0/24', { prepend: 300 }, 'prepend is a number from 0 to 254, not 300'],
    ['10.0.0.0/24', { asPath: [{ kind: 'sequence', asns: [] }] }, 'asPath[0].asns is empty'],
    [
      '2001:db8::/48',
      { nextHop: hop('192.0.2.1') },
      'nextHop.address is an IPv6 address for ipv6/unicast, not 192.0.2.1',
    ],
    ['10.0.0.0/24', { aigp: -1n }, 'aigp is a number from 0 to 18446744073709551615, not -1'],
  ];
  for (const [text, attributes, message] of wrong) {
    it(`is refused: ${message}`, () => {
      const rib = new AdjRibOut();
      expect(() => rib.announce(route(text, attributes))).to.throw(
        RangeError,
        `route to ${text}: ${message}`,
      );
    });
  }

  it('changes nothing of a whole set that it is part of', () => {
    const rib = new AdjRibOut();
    rib.advertise('ipv4/unicast', [route('10.0.0.0/24'), route('10.0.1.0/24')]);
    const set = [route('10.0.2.0/24'), route('10.0.3.0/24', { multiExitDisc: -1 })];
    expect(() => rib.advertise('ipv4/unicast', set)).to.throw(
      RangeError,
      'routes[1] to 10.0.3.0/24: multiExitDisc',
    );
    expect([...peerOf(rib).routes.keys()]).to.deep.equal(['10.0.0.0/24', '10.0.1.0/24']);
  });

  it('is refused in the set of another family', () => {
    const rib = new AdjRibOut();
    const advertise = (): unknown => rib.advertise('ipv4/unicast', [route('2001:db8::/48')]);
    expect(advertise).to.throw(
      RangeError,
      'routes[0] to 2001:db8::/48: prefix: 2001:db8::/48 is not of ipv4/unicast',
    );
  });

  it('is refused with a path identifier that is none', () => {
    const announce = (): unknown => new AdjRibOut().announce({ ...route('10.0.0.0/24'), pathId: -1 });
    expect(announce).to.throw(RangeError, 'pathId is a number from 0 to 4294967295, not -1');
  });
});
