import { familyOf, prefixFamily } from '@fairlead/inet';
import type { IpAddress, IpFamily, Prefix } from '@fairlead/inet';
import type { Node } from '../model/node.ts';
import type { Peer } from '../model/peer.ts';
import type { Route } from '../model/route.ts';
import { verdict } from './reason.ts';
import type { Verdict } from './reason.ts';

/** The families that a session with the peer is to carry: without a wish, that of its own addresses. */
export function familiesOf({ families, at }: Peer): readonly IpFamily[] {
  const own: readonly IpFamily[] = at.kind === 'interface' ? ['ipv4', 'ipv6'] : [familyOf(at.address)];
  return families ?? own;
}

/** What routes of another family than the session's point to: the address that the node has of that family. */
export function nextHopOf(node: Node, family: IpFamily): IpAddress | null {
  return node.internalAddresses.find((address) => familyOf(address) === family) ?? null;
}

/** Why no session between the two can carry a route, as they are configured; `null` where one may. */
export function withholding(
  { prefix, nextHop }: Pick<Route, 'prefix' | 'nextHop'>,
  peer: Peer,
  node: Node,
): Withholding | null {
  const family = prefixFamily(prefix);
  const details = { peer: peer.name, prefix, family: FAMILY_NAMES[family] };
  if (!familiesOf(peer).includes(family)) return { ...verdict('familyNotAgreed', details), prefix };
  const hasNextHop =
    nextHop !== null ||
    peer.at.kind === 'interface' ||
    familyOf(peer.at.address) === family ||
    nextHopOf(node, family) !== null;
  return hasNextHop ? null : { ...verdict('noNextHop', { ...details, node: node.name }), prefix };
}

export type Withholding = Extract<Verdict, { reason: 'familyNotAgreed' | 'noNextHop' }> & {
  readonly prefix: Prefix;
};

const FAMILY_NAMES: Readonly<Record<IpFamily, string>> = { ipv4: 'IPv4', ipv6: 'IPv6' };
