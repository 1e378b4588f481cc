import { isIpv4, isLinkLocal } from '@fairlead/inet';
import type { IpAddress, Ipv6 } from '@fairlead/inet';
import { isUnicast } from '../family.ts';
import type { UnicastFamily } from '../family.ts';
import type { NextHop } from '../message.ts';
import type { OutSession } from '../route/outSession.ts';
import type { Session } from '../session/negotiate.ts';
import type { WireContext } from '../wire/context.ts';
import type { Endpoints } from './channel.ts';
import type { NextHopSettings, PeerSettings } from './settings.ts';

/** What a session means for the routes that go out over it. */
export function outSession(
  session: Session,
  context: WireContext,
  endpoints: Endpoints | null,
  settings: PeerSettings,
): OutSession {
  return {
    context,
    families: new Set([...session.families].filter(isUnicast)),
    localAsns: localAsns(session, settings),
    nextHopSelf: nextHopSelf(context, endpoints, settings),
    peerAddress: endpoints?.remote ?? null,
    role: session.role,
    enhancedRouteRefresh: session.enhancedRouteRefresh,
  };
}

/** Whether routes go out alike under both settings over one session. */
export function sendsAlike(before: PeerSettings, after: PeerSettings): boolean {
  const [a, b] = [before.nextHop, after.nextHop];
  const hasSameNextHops = a.ipv4 === b.ipv4 && a.ipv6 === b.ipv6 && a.ipv6LinkLocal === b.ipv6LinkLocal;
  return hasSameNextHops && before.globalAs === after.globalAs;
}

/** The number of the session, and behind it the one that it stands in for (RFC 7705 §3). */
function localAsns({ sent, peerType }: Session, { globalAs }: PeerSettings): OutSession['localAsns'] {
  return globalAs === null || peerType !== 'ebgp' ? [sent.asn] : [sent.asn, globalAs];
}

function nextHopSelf(
  { extendedNextHop }: WireContext,
  endpoints: Endpoints | null,
  { nextHop }: PeerSettings,
): Readonly<Record<UnicastFamily, NextHop | null>> {
  const local = endpoints?.local ?? null;
  const ipv4 = nextHop.ipv4 ?? (local !== null && isIpv4(local) ? local : null);
  const ipv6 = nextHop.ipv6 ?? (local !== null && !isIpv4(local) ? local : null);
  const overIpv6 = extendedNextHop.has('ipv4/unicast') ? ipv6 : null;
  const whole = (address: IpAddress | null): NextHop | null =>
    address === null ? null : withLinkLocal(address, linkLocalFor(address, endpoints, nextHop));
  return { 'ipv4/unicast': whole(ipv4 ?? overIpv6), 'ipv6/unicast': whole(ipv6) };
}

/** Where it is that of the interface, beside the address of the interface alone (RFC 2545 §3). */
function linkLocalFor(
  address: IpAddress,
  endpoints: Endpoints | null,
  { ipv6LinkLocal }: NextHopSettings,
): Ipv6 | null {
  if (ipv6LinkLocal !== 'interface') return ipv6LinkLocal;
  return endpoints?.local === address ? (endpoints.linkLocal ?? null) : null;
}

function withLinkLocal(address: IpAddress, linkLocal: Ipv6 | null): NextHop {
  return linkLocal === null || isIpv4(address) || isLinkLocal(address) ? { address } : { address, linkLocal };
}
