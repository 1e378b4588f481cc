import { expect } from 'chai';
import { millis } from '@fairlead/inet';
import { Peer } from '@fairlead/bgp-core';
import type { PeerConfig } from '@fairlead/bgp-core';

describe('a configuration that is wrong', () => {
  const good: PeerConfig = { localAs: 65001, remoteAs: 65002, routerId: '192.0.2.1' };

  // What a caller without a type checker may write.
  const bad: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
    [{ localAs: 0 }, 'localAs: an AS number is 1 to 4294967295, not 0'],
    [{ localAs: 4294967296 }, 'localAs: an AS number is 1 to 4294967295, not 4294967296'],
    [{ globalAs: 0 }, 'globalAs: an AS number is 1 to 4294967295, not 0'],
    [{ globalAs: 65001 }, 'globalAs: 65001 is localAs too; leave it out'],
    [{ remoteAs: 0 }, 'remoteAs: an AS number is 1 to 4294967295, not 0'],
    [{ remoteAs: 23456 }, 'remoteAs: AS 23456 is AS_TRANS (RFC 6793), which nobody can own'],
    [{ remoteAs: 'extern' }, 'remoteAs: must be one of internal, external, not "extern"'],
    [
      { routerId: '0.0.0.0' },
      'routerId: a router id is four octets like 192.0.2.1 and not 0.0.0.0, not "0.0.0.0"',
    ],
    [{ holdTime: 1 }, 'holdTime: must be 0 or 3 to 65535 s, not 1'],
    [{ holdTime: 2 }, 'holdTime: must be 0 or 3 to 65535 s, not 2'],
    [{ holdTime: 65536 }, 'holdTime: must be a whole number from 0 to 65535, not 65536'],
    [{ keepaliveTime: 0 }, 'keepaliveTime: must be a whole number from 1 to 21845, not 0'],
    [{ sendHoldTime: 2 }, 'sendHoldTime: must be a whole number from 3 to 4294967295, not 2'],
    [{ connectRetryTime: 0 }, 'connectRetryTime: must be longer than 0 s'],
    [{ openTime: Number.NaN }, 'openTime: must be a number of seconds from 0 on, not NaN'],
    [{ families: [] }, 'families: must name one at least'],
    [
      { families: ['ipv5/unicast'] },
      'families: must be one of ipv4/unicast, ipv6/unicast, not "ipv5/unicast"',
    ],
    [
      { role: 'boss' },
      'role: must be one of provider, routeServer, routeServerClient, customer, peer, not "boss"',
    ],
    [{ strictRole: true }, 'strictRole: needs a role'],
    [
      { role: 'peer', remoteAs: 65001 },
      'role: peer is said to neighbours in another AS only, not inside 65001',
    ],
    [
      { addPath: { 'ipv4/unicast': 'some' } },
      'addPath.ipv4/unicast: must be one of receive, send, both, not "some"',
    ],
    [
      { families: ['ipv4/unicast'], addPath: { 'ipv6/unicast': 'send' } },
      'addPath: must be one of ipv4/unicast, not "ipv6/unicast"',
    ],
    [
      { gracefulRestart: { restartTime: 4096 } },
      'gracefulRestart.restartTime: must be a whole number from 0 to 4095, not 4096',
    ],
    [
      { gracefulRestart: { time: 3 } },
      'gracefulRestart has no "time"; there are restartTime, preservesForwarding, restarting, helperOnly, longLivedStaleTime',
    ],
    [{ nextHop: { ipv4: '2001:db8::1' } }, 'nextHop.ipv4: "2001:db8::1" is no IPv4 address'],
    [{ nextHop: { ipv6: '192.0.2.1' } }, 'nextHop.ipv6: "192.0.2.1" is no IPv6 address'],
    [
      { nextHop: { ipv6LinkLocal: '2001:db8::1' } },
      'nextHop.ipv6LinkLocal: "2001:db8::1" is no link-local IPv6 address, nor "interface"',
    ],
    [{ nextHop: { IPv4: '192.0.2.1' } }, 'nextHop has no "IPv4"; there are ipv4, ipv6, ipv6LinkLocal'],
    [{ importRoutes: 'some' }, 'importRoutes: must be one of none, all, not "some"'],
    [
      { prefixLimit: { maximum: 0 } },
      'prefixLimit.maximum: must be a whole number from 1 to 4294967295, not 0',
    ],
    [{ hostname: '' }, 'hostname: must have 1 to 253 octets in UTF-8, not 0'],
    [{ hostname: 'é'.repeat(200) }, 'hostname: must have 1 to 253 octets in UTF-8, not 400'],
    [{ softwareVersion: 5 }, 'softwareVersion: must be a text, not 5'],
    [{ families: 'ipv4/unicast' }, 'families: must be a list, not "ipv4/unicast"'],
    [{ passive: 'yes' }, 'passive: must be true or false, not "yes"'],
    [{ adjRibIn: 1 }, 'adjRibIn: must be true or false, not 1'],
    [{ extendedMessages: 'no' }, 'extendedMessages: must be true or false, not "no"'],
    [{ extendedNextHop: null }, 'extendedNextHop: must be true or false, not null'],
    [{ gracefulRestart: true }, 'gracefulRestart: must be an object with fields, not true'],
    [{ gracefulRestart: { restarting: 1 } }, 'gracefulRestart.restarting: must be true or false, not 1'],
    [{ prefixLimit: 5 }, 'prefixLimit: must be an object with fields, not 5'],
    [{ prefixLimit: { max: 5 } }, 'prefixLimit has no "max"; there are maximum, restartAfter'],
    [{ nextHop: { ipv4: '224.0.0.1' } }, 'nextHop.ipv4: 224.0.0.1 is not the address of a host'],
    [{ nextHop: { ipv6: '::' } }, 'nextHop.ipv6: :: is not the address of a host'],
  ];
  for (const [fields, message] of bad) {
    it(`is refused: ${message}`, () => {
      expect(() => new Peer({ ...good, ...fields })).to.throw(message);
    });
  }

  const farewells: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
    [{ reason: 'because' }, 'reason: must be one of administrativeShutdown'],
    [{ text: 5 }, 'text: must be a text, not 5'],
    [{ restartAfter: -1 }, 'restartAfter: must be a number of seconds from 0 on, not -1'],
  ];
  for (const [how, message] of farewells) {
    it(`is refused at a stop: ${message}`, () => {
      expect(() => {
        new Peer(good).stop(millis(0), how);
      }).to.throw(message);
    });
  }

  it('with a field that does not exist is refused, with those that do', () => {
    const typo = { ...good, holdtime: 9 };
    expect(() => new Peer(typo)).to.throw(
      TypeError,
      'has no "holdtime"; there are localAs, remoteAs, routerId',
    );
  });
});
