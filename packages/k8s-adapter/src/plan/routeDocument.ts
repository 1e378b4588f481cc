import { comparePrefixes } from '@fairlead/inet';
import type { Asn } from '@fairlead/inet';
import { formatCommunity } from '../model/community.ts';
import type { Peer } from '../model/peer.ts';
import type { Route } from '../model/route.ts';
import type { PeerRoutes } from './plan.ts';
import { verdictDocument } from './verdictDocument.ts';
import type { VerdictDocument } from './verdictDocument.ts';

/** A session and what it carries. */
export interface PeerDocument {
  readonly name: string;
  readonly address: string | null;
  readonly interface: string | null;
  readonly port: number;
  readonly localAsn: number;
  readonly remoteAsn: number | 'internal' | 'external';
  readonly routes: readonly RouteDocument[];
  /** Those of them that no session can carry, as node and peer are configured. */
  readonly withheld: readonly WithheldDocument[];
}

export interface WithheldDocument extends VerdictDocument {
  readonly prefix: string;
}

/** A route as the peer gets it. */
export interface RouteDocument extends AttributesDocument {
  readonly prefix: string;
}

/** The path attributes of a route. */
export interface AttributesDocument {
  /** `null` is the node's own address of the session. */
  readonly nextHop: string | null;
  readonly asPath: readonly number[];
  /** `null` on eBGP, which does not carry it. */
  readonly localPref: number | null;
  readonly med: number | null;
  readonly communities: readonly string[];
  /** In bits per second, as the link bandwidth community says it; `null` where there is none. */
  readonly bandwidth: number | null;
}

export function peerDocument({ peer, routes, withheld }: PeerRoutes): PeerDocument {
  const { name, at, localAsn, remoteAsn } = peer;
  return {
    name,
    address: at.kind === 'address' ? at.address : null,
    interface: at.kind === 'interface' ? at.interface : null,
    port: at.port,
    localAsn,
    remoteAsn,
    routes: [...routes]
      .sort((a, b) => comparePrefixes(a.prefix, b.prefix))
      .map((route) => routeDocument(route, peer)),
    withheld: [...withheld]
      .sort((a, b) => comparePrefixes(a.prefix, b.prefix))
      .map((each) => ({ prefix: each.prefix, ...verdictDocument(each) })),
  };
}

function routeDocument({ prefix, nextHop, attributes, bandwidth }: Route, peer: Peer): RouteDocument {
  const shownAsn = peer.replacedAsn ?? peer.localAsn;
  const isInternal = peer.remoteAsn === 'internal' || peer.remoteAsn === shownAsn;
  return {
    prefix,
    nextHop,
    asPath: isInternal ? repeated(shownAsn, attributes.prepend) : repeated(shownAsn, attributes.prepend + 1),
    localPref: isInternal ? (attributes.localPref ?? DEFAULT_LOCAL_PREF) : null,
    med: attributes.med,
    communities: attributes.communities.map(formatCommunity),
    bandwidth,
  };
}

function repeated(asn: Asn, count: number): readonly number[] {
  return new Array<number>(count).fill(asn);
}

/** What routers assume where nobody says it (RFC 4271 §5.1.5 leaves the number open). */
const DEFAULT_LOCAL_PREF = 100;
