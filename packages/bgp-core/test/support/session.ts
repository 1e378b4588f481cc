import { asn, parseIpv4, parseIpv6 } from '@fairlead/inet';
import type { IpAddress, Ipv4 } from '@fairlead/inet';
import type { NextHop, UnicastFamily } from '@fairlead/bgp-core/wire';
import type { OutSession } from '../../src/route/outSession.ts';
import { context } from './context.ts';

/** A session of AS 65001 at 192.0.2.1 and 2001:db8::1 with a peer of AS 65000, but for what is given. */
export function session(parts: Partial<OutSession> = {}): OutSession {
  return {
    context: context(),
    families: new Set<UnicastFamily>(['ipv4/unicast', 'ipv6/unicast']),
    localAsns: [asn(65001)],
    nextHopSelf: { 'ipv4/unicast': hop('192.0.2.1'), 'ipv6/unicast': hop('2001:db8::1') },
    peerAddress: null,
    role: null,
    enhancedRouteRefresh: false,
    ...parts,
  };
}

export function hop(text: string): NextHop {
  return { address: address(text) };
}

export function address(text: string): IpAddress {
  const parsed = parseIpv4(text) ?? parseIpv6(text);
  if (parsed === null) throw new Error(`${text} is no address`);
  return parsed;
}

export function ipv4(text: string): Ipv4 {
  const parsed = parseIpv4(text);
  if (parsed === null) throw new Error(`${text} is no IPv4 address`);
  return parsed;
}
