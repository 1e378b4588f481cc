import { isIpv4 } from '@fairlead/inet';
import type { UnicastFamily } from '../family.ts';
import type { AsPathSegment, PathAttributes } from '../message.ts';
import { nextHopOctets } from '../wire/attribute/mpNextHop.ts';
import { without } from '../wire/attribute/without.ts';
import { maximumMessageLength } from '../wire/context.ts';
import { encodeAttributes } from '../wire/encodeUpdate.ts';
import { NO_OCTETS, toHex } from '../wire/octets.ts';
import { sendOnlyToCustomer } from './onlyToCustomer.ts';
import type { OutSession } from './outSession.ts';
import type { RouteAttributes } from './route.ts';

/** Path attributes as one session sends them, or why it does not. */
export type Exported =
  | {
      readonly kind: 'attributes';
      /** The attributes encoded, without those of RFC 4760. */
      readonly octets: Uint8Array;
      /** The next hop for an MP_REACH_NLRI, or `null` where it stands in NEXT_HOP. */
      readonly mpNextHop: Uint8Array | null;
    }
  | { readonly kind: 'withheld'; readonly reason: WithheldReason };

/** Why routes do not go out over a session although they are wanted. */
export type WithheldReason =
  /** The two OPENs do not both name the family (RFC 4760 §8). */
  | 'familyNotAgreed'
  /** The route names no next hop, and the speaker has no address of its own for the family. */
  | 'noNextHop'
  /** The next hop of routes of IPv4 is an IPv6 address, which the peer did not agree to (RFC 8950). */
  | 'nextHopFamily'
  /** The route names the peer itself as next hop (RFC 4271 §5.1.3). */
  | 'nextHopIsPeer'
  /** The route must not go to a provider, a peer or a route server (RFC 9234 §5). */
  | 'onlyToCustomer'
  /** The attributes leave no room for a prefix in a message of the agreed size. */
  | 'attributesTooLong';

/** Completes the attributes of routes of a family for a session and encodes them. */
export function exportAttributes(
  attributes: RouteAttributes,
  family: UnicastFamily,
  session: OutSession,
): Exported {
  const { context, localAsns, nextHopSelf, peerAddress, role } = session;
  const nextHop = attributes.nextHop ?? nextHopSelf[family];
  if (nextHop === null) return withheld('noNextHop');
  if (attributes.nextHop !== undefined && nextHop.address === peerAddress) return withheld('nextHopIsPeer');
  const isClassic = family === 'ipv4/unicast' && isIpv4(nextHop.address);
  if (family === 'ipv4/unicast' && !isClassic && !context.extendedNextHop.has(family)) {
    return withheld('nextHopFamily');
  }
  if (family === 'ipv6/unicast' && isIpv4(nextHop.address)) return withheld('nextHopFamily');
  const onlyToCustomer = sendOnlyToCustomer(attributes.onlyToCustomer ?? null, role, localAsns[0]);
  if (onlyToCustomer === 'leak') return withheld('onlyToCustomer');

  const completed = completeAttributes(attributes, session);
  const marked = onlyToCustomer === null ? completed : { ...completed, onlyToCustomer };
  const octets = encodeAttributes(isClassic ? { ...marked, nextHop } : without(marked, 'nextHop'), context);
  const mpNextHop = isClassic ? null : nextHopOctets(nextHop, family, 'nextHop');
  const fixed =
    UPDATE_MINIMUM + octets.length + (mpNextHop === null ? 0 : MP_REACH_MINIMUM + mpNextHop.length);
  if (fixed + LONGEST_NLRI[family] > maximumMessageLength(context)) return withheld('attributesTooLong');
  return { kind: 'attributes', octets, mpNextHop };
}

export function isSameExport(a: Exported, b: Exported): boolean {
  if (a.kind === 'withheld' || b.kind === 'withheld') return a.kind === b.kind;
  return (
    toHex(a.octets) === toHex(b.octets) && toHex(a.mpNextHop ?? NO_OCTETS) === toHex(b.mpNextHop ?? NO_OCTETS)
  );
}

/** What a session of this kind adds, changes and leaves out (RFC 4271 §5.1, RFC 4456 §8, RFC 7311 §3.2). */
function completeAttributes(attributes: RouteAttributes, session: OutSession): PathAttributes {
  const { prepend = 0, ...own } = attributes;
  const kept = session.context.fourOctetAs ? without(own, 'as4Path', 'as4Aggregator') : own;
  const path = kept.asPath ?? [];
  const complete: PathAttributes = { ...kept, origin: kept.origin ?? 'igp', asPath: path };
  switch (session.context.peerType) {
    case 'ibgp':
      return { ...complete, localPref: kept.localPref ?? DEFAULT_LOCAL_PREF };
    case 'confed':
      return {
        ...complete,
        asPath: withFront(path, 'confedSequence', session, prepend),
        localPref: kept.localPref ?? DEFAULT_LOCAL_PREF,
      };
    case 'ebgp':
      return {
        ...without(complete, 'localPref', 'originatorId', 'clusterList', 'aigp'),
        asPath: withFront(path.filter(isNoConfederation), 'sequence', session, prepend),
      };
  }
}

/** The path with the speaker's own numbers in front, in its first segment where that has room (RFC 4271 §5.1.2). */
function withFront(
  path: readonly AsPathSegment[],
  kind: AsPathSegment['kind'],
  { localAsns }: OutSession,
  prepend: number,
): readonly AsPathSegment[] {
  const front = [...new Array<(typeof localAsns)[0]>(prepend).fill(localAsns[0]), ...localAsns];
  const [first, ...rest] = path;
  if (first?.kind !== kind || first.asns.length + front.length > MOST_IN_SEGMENT)
    return [{ kind, asns: front }, ...path];
  return [{ kind, asns: [...front, ...first.asns] }, ...rest];
}

function isNoConfederation({ kind }: AsPathSegment): boolean {
  return kind === 'sequence' || kind === 'set';
}

function withheld(reason: WithheldReason): Exported {
  return { kind: 'withheld', reason };
}

const DEFAULT_LOCAL_PREF = 100;
const MOST_IN_SEGMENT = 255;
const UPDATE_MINIMUM = 23;
const MP_REACH_MINIMUM = 9;
const LONGEST_NLRI = { 'ipv4/unicast': 9, 'ipv6/unicast': 21 } as const;
