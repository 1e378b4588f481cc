import { expect } from 'chai';
import { millis } from '@fairlead/inet';
import { Peer } from '@fairlead/bgp-core';
import type { PeerConfig, Route } from '@fairlead/bgp-core';
import { route } from '../support/routes.ts';
import { hop } from '../support/session.ts';

describe('a route whose next hop no session could send', () => {
  const peer = (config: Partial<PeerConfig> = {}): Peer =>
    new Peer({ localAs: 65001, remoteAs: 65002, routerId: '192.0.2.1', ...config });
  const missing = (family: string, field: string): string =>
    `attributes.nextHop is missing, and no session has one of its own for ${family}/unicast; give the route one, or the peer nextHop.${field}`;
  const six = route('2001:db8::7/128');
  const four = route('203.0.113.7/32');
  const fourOverSix = route('203.0.113.7/32', { nextHop: hop('2001:db8::1') });

  const refused: readonly (readonly [string, Partial<PeerConfig>, Route, string])[] = [
    ['of IPv6 over IPv4', { over: 'ipv4' }, six, missing('ipv6', 'ipv6')],
    ['of IPv4 over IPv6', { over: 'ipv6' }, four, missing('ipv4', 'ipv4')],
    [
      'of IPv4 over IPv4 with the next hop of another family',
      { over: 'ipv4' },
      fourOverSix,
      'nextHop.address is an IPv4 address for ipv4/unicast unless the peer has extendedNextHop (RFC 8950), not 2001:db8::1',
    ],
  ];
  for (const [what, config, bad, message] of refused) {
    it(`is refused: ${what}`, () => {
      const strict = peer(config);
      const text = `route to ${bad.prefix}: ${message}`;
      expect(() => strict.announce(bad)).to.throw(RangeError, text);
      expect(() => strict.advertise([bad])).to.throw(RangeError, text);
      expect(strict.objectionTo(bad)).to.equal(text);
    });
  }

  const taken: readonly (readonly [string, Partial<PeerConfig>, Route])[] = [
    ['of IPv6 where the peer is given a next hop', { over: 'ipv4', nextHop: { ipv6: '2001:db8::1' } }, six],
    ['of IPv4 over IPv6 with RFC 8950', { over: 'ipv6', extendedNextHop: true }, four],
    ['of IPv4 with a next hop of IPv6 and RFC 8950', { over: 'ipv4', extendedNextHop: true }, fourOverSix],
    ['of a family that is not offered', { over: 'ipv4', families: ['ipv4/unicast'] }, six],
    ['of IPv6 where nobody knows what the session is over', {}, six],
  ];
  for (const [what, config, good] of taken) {
    it(`is another one: ${what}`, () => {
      expect([peer(config).objectionTo(good), peer(config).announce(good)]).to.deep.equal([null, true]);
    });
  }

  it('is taken once the peer is configured with one, and waits where it no longer is', () => {
    const over = { localAs: 65001, remoteAs: 65002, routerId: '192.0.2.1', over: 'ipv4' } as const;
    const changing = new Peer(over);
    changing.configure({ ...over, nextHop: { ipv6: '2001:db8::1' } }, millis(0));
    expect(changing.announce(six)).to.equal(true);
    changing.configure(over, millis(0));
    expect(changing.withdraw(six.prefix)).to.equal(true);
  });
});
