import type { Endpoints, PeerConfig } from '@fairlead/bgp-core';
import type { NeighborConfig } from '@fairlead/bgp-core/node';
import { familyOf, parseIpAddress } from '@fairlead/inet';
import type { IpAddress, IpFamily } from '@fairlead/inet';
import type { Node } from '../model/node.ts';
import type { Peer } from '../model/peer.ts';

/** The other side of a session: a router that fits it, takes every route and keeps it. */
export function routerFor(ours: PeerConfig): PeerConfig {
  const { localAs, remoteAs, gracefulRestart, extendedNextHop = false } = ours;
  const families = ours.families ?? UNICAST;
  const routerAs =
    typeof remoteAs === 'number'
      ? remoteAs
      : remoteAs === 'internal'
        ? localAs
        : localAs === SOME_AS
          ? OTHER_AS
          : SOME_AS;
  return {
    localAs: routerAs,
    remoteAs: localAs,
    routerId: ours.routerId === SOME_ID ? OTHER_ID : SOME_ID,
    families,
    passive: ours.passive !== true,
    extendedNextHop,
    // Not every router can; with shorter messages there are more of them.
    extendedMessages: false,
    addPath: Object.fromEntries(families.map((family) => [family, 'receive'])),
    ...(gracefulRestart !== undefined && { gracefulRestart: { helperOnly: true } }),
    importRoutes: 'all',
    adjRibIn: true,
  };
}

/** The addresses of a session as the node sees it; where the node has none of the family, one that stands for it. */
export function endpointsOf(peer: Peer, node: Node, { address }: NeighborConfig): Endpoints {
  const remote = parseIpAddress(address.replace(/%.*$/, '')) ?? STAND_IN.ipv4;
  if (peer.at.kind === 'interface') return { local: LINK_LOCAL, remote };
  const family = familyOf(remote);
  const local =
    peer.sourceAddress ??
    node.internalAddresses.find((each) => familyOf(each) === family) ??
    STAND_IN[family];
  return { local, remote };
}

/** The same as the router sees it. */
export function reversed({ local, remote }: Endpoints): Endpoints {
  return { local: remote, remote: local };
}

function addressIn(text: string): IpAddress {
  const address = parseIpAddress(text);
  if (address === null) throw new TypeError(`"${text}" is no address`);
  return address;
}

const UNICAST: NonNullable<PeerConfig['families']> = ['ipv4/unicast', 'ipv6/unicast'];
const SOME_AS = 64_512;
const OTHER_AS = 64_513;
const SOME_ID = '198.18.0.1';
const OTHER_ID = '198.18.0.2';
const STAND_IN: Readonly<Record<IpFamily, IpAddress>> = {
  ipv4: addressIn('192.0.2.1'),
  ipv6: addressIn('2001:db8::1'),
};
/** Of a node, on the link of a peer behind an interface. */
const LINK_LOCAL = addressIn('fe80::2');
