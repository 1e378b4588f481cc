import { expect } from 'chai';
import type { Prefix } from '@fairlead/inet';
import { Peer } from '@fairlead/bgp-core';
import type { UnknownAttribute } from '@fairlead/bgp-core/wire';
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
  // What a caller without a type checker may write.
  const strange: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
    [{ comunities: [1] }, 'attributes have no "comunities"; there are origin, asPath, nextHop'],
    [{ nextHop: { address: 'router' } }, 'nextHop.address is an IP address, not router'],
    [{ nextHop: '192.0.2.1' }, 'nextHop.address is an IP address, not undefined'],
    [{ nextHop: { address: '0.0.0.0' } }, 'nextHop.address is the address of a host, not 0.0.0.0'],
    [{ nextHop: { address: '224.0.0.1' } }, 'nextHop.address is the address of a host, not 224.0.0.1'],
    [
      { nextHop: { address: '2001:db8::1', linkLocal: '2001:db8::2' } },
      'nextHop.linkLocal is a link-local IPv6 address, not 2001:db8::2',
    ],
    [{ originatorId: 'x' }, 'originatorId is four octets like 192.0.2.1, not x'],
    [{ clusterList: ['192.0.2.1', 'x'] }, 'clusterList[1] is four octets like 192.0.2.1, not x'],
    [{ aggregator: { asn: 1, address: 'x' } }, 'aggregator.address is four octets like 192.0.2.1, not x'],
    [
      { aggregator: { asn: 0, address: '192.0.2.1' } },
      'aggregator.asn: an AS number is 1 to 4294967295, not 0',
    ],
    [{ asPath: [{ kind: 'sequence', asns: [0] }] }, 'asPath[0].asns: an AS number is 1 to 4294967295, not 0'],
    [{ onlyToCustomer: 0 }, 'onlyToCustomer is an AS number from 1 to 4294967295, not 0'],
    [{ unknown: [{ code: 300 }] }, 'unknown[0].code is a number from 0 to 255, not 300'],
    [{ unknown: [{ code: 1 }] }, 'unknown[0].code is 1, which has a field of its own'],
    [{ unknown: [{ code: 14 }] }, 'unknown[0].code is 14, which has a field of its own'],
    [
      { unknown: [{ code: 99, flags: 0x40 }] },
      'unknown[0].flags is an octet with the bit Optional, 0x80, not 64',
    ],
    [{ unknown: [{ code: 99, flags: 0xc0, value: 'ff' }] }, 'unknown[0].value is a Uint8Array'],
    [{ unknown: [99, 99].map(unknownOf) }, 'unknown[1].code is 99 once more'],
  ];
  for (const [attributes, message] of strange) {
    it(`is refused: ${message}`, () => {
      expect(() => new AdjRibOut().announce(route('10.0.0.0/24', attributes))).to.throw(
        `route to 10.0.0.0/24: ${message}`,
      );
    });
  }

  for (const text of ['10.0.0.1/24', '128.0.0.0/0', '2001:db8::1/64', '2001:db8::/16']) {
    it(`is refused with host bits: ${text}`, () => {
      const strangePrefix = { ...route('10.0.0.0/8'), prefix: text as Prefix };
      expect(() => new AdjRibOut().announce(strangePrefix)).to.throw(
        RangeError,
        `"${text}" has host bits set`,
      );
    });
  }

  it('changes nothing of either family', () => {
    const peer = new Peer({ localAs: 65001, remoteAs: 65002, routerId: '192.0.2.1' });
    peer.advertise([route('10.0.0.0/24'), route('2001:db8::/48')]);
    const set = [route('10.0.1.0/24'), route('2001:db8:1::/48', { multiExitDisc: -1 })];
    expect(() => peer.advertise(set)).to.throw(RangeError, 'route to 2001:db8:1::/48: multiExitDisc');
    expect(peer.advertise([route('10.0.0.0/24'), route('2001:db8::/48')])).to.include({ unchanged: 2 });
  });

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
      'route to 10.0.3.0/24: multiExitDisc',
    );
    expect([...peerOf(rib).routes.keys()]).to.deep.equal(['10.0.0.0/24', '10.0.1.0/24']);
  });

  it('changes nothing of either family where it is part of a set for both', () => {
    const rib = new AdjRibOut();
    rib.advertise('all', [route('10.0.0.0/24'), route('2001:db8::/48')]);
    const set = [route('10.0.2.0/24'), route('2001:db8:1::/48', { multiExitDisc: -1 })];
    expect(() => rib.advertise('all', set)).to.throw(RangeError, '2001:db8:1::/48: multiExitDisc');
    expect([rib.size('ipv4/unicast'), rib.size('ipv6/unicast')]).to.deep.equal([1, 1]);
    expect([...peerOf(rib).routes.keys()]).to.deep.equal(['10.0.0.0/24', '2001:db8::/48']);
  });

  it('is refused in the set of another family', () => {
    const rib = new AdjRibOut();
    const advertise = (): unknown => rib.advertise('ipv4/unicast', [route('2001:db8::/48')]);
    expect(advertise).to.throw(
      RangeError,
      'route to 2001:db8::/48: prefix: 2001:db8::/48 is not of ipv4/unicast',
    );
  });

  it('is refused with a path identifier that is none', () => {
    const announce = (): unknown => new AdjRibOut().announce({ ...route('10.0.0.0/24'), pathId: -1 });
    expect(announce).to.throw(RangeError, 'pathId is a number from 0 to 4294967295, not -1');
  });
});

function unknownOf(code: number): UnknownAttribute {
  return { code, flags: 0xc0, value: new Uint8Array() };
}
