import type { RouteAttributes } from '@fairlead/bgp-core';
import { AS_TRANS } from '@fairlead/inet';
import type { Asn } from '@fairlead/inet';
import type { Community } from '../../model/community.ts';
import type { Route } from '../../model/route.ts';

/** Makes the path attributes of routes: equal ones are one object, so that they are compared at a glance and share UPDATEs. */
export class AttributeMaker {
  readonly #made = new WeakMap<Route['attributes'], Map<string, RouteAttributes>>();
  readonly #lowered = new WeakMap<RouteAttributes, RouteAttributes>();
  readonly #localAsn: Asn;

  /** The AS number is named in link bandwidths. */
  constructor(localAsn: Asn) {
    this.#localAsn = localAsn;
  }

  attributesOf({ attributes, nextHop, bandwidth }: Route): RouteAttributes {
    const made = this.#made.get(attributes) ?? new Map<string, RouteAttributes>();
    this.#made.set(attributes, made);
    const key = `${nextHop ?? ''} ${bandwidth ?? ''}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = this.#make({ attributes, nextHop, bandwidth });
    made.set(key, fresh);
    return fresh;
  }

  /** The same on its way out: who knows RFC 8326 prefers any other route, and who is of our AS does so by LOCAL_PREF. */
  loweredAttributesOf(route: Route): RouteAttributes {
    const attributes = this.attributesOf(route);
    const known = this.#lowered.get(attributes);
    if (known !== undefined) return known;
    const others = (attributes.communities ?? []).filter((community) => community !== GRACEFUL_SHUTDOWN);
    const lowered = { ...attributes, localPref: 0, communities: [...others, GRACEFUL_SHUTDOWN] };
    this.#lowered.set(attributes, lowered);
    return lowered;
  }

  #make({
    attributes,
    nextHop,
    bandwidth,
  }: Pick<Route, 'attributes' | 'nextHop' | 'bandwidth'>): RouteAttributes {
    const { localPref, med, prepend, communities } = attributes;
    const standard = communities.flatMap((community) => standardCommunity(community) ?? []);
    const large = communities.flatMap((community) => largeCommunity(community) ?? []);
    const extended = communities.flatMap((community) => extendedCommunity(community) ?? []);
    if (bandwidth !== null) extended.push(linkBandwidth(this.#localAsn, bandwidth));
    return {
      ...(nextHop !== null && { nextHop: { address: nextHop } }),
      ...(med !== null && { multiExitDisc: med }),
      ...(localPref !== null && { localPref }),
      ...(standard.length > 0 && { communities: standard }),
      ...(extended.length > 0 && { extendedCommunities: extended }),
      ...(large.length > 0 && { largeCommunities: large }),
      ...(prepend > 0 && { prepend }),
    };
  }
}

function standardCommunity(community: Community): number | null {
  return community.kind === 'standard' ? community.high * 0x10000 + community.low : null;
}

function largeCommunity(community: Community): LargeCommunity | null {
  if (community.kind !== 'large') return null;
  return `${community.globalAdministrator}:${community.localData1}:${community.localData2}`;
}

/** Two octets of AS number and four of value, or four and two (RFC 4360 §4, RFC 5668 §2). */
function extendedCommunity(community: Community): string | null {
  if (community.kind !== 'extended') return null;
  const subtype = community.type === 'rt' ? 0x02 : 0x03;
  const { administrator, local } = community;
  return administrator <= 0xffff
    ? hex([0x00, 1], [subtype, 1], [administrator, 2], [local, 4])
    : hex([0x02, 1], [subtype, 1], [administrator, 4], [local, 2]);
}

/** Non-transitive, in octets per second (draft-ietf-idr-link-bandwidth). */
function linkBandwidth(localAsn: Asn, bitsPerSecond: number): string {
  const octets = Buffer.alloc(4);
  octets.writeFloatBE(bitsPerSecond / 8);
  const asn = localAsn > 0xffff ? AS_TRANS : localAsn;
  return `${hex([0x40, 1], [0x04, 1], [asn, 2])}${octets.toString('hex')}`;
}

function hex(...fields: readonly (readonly [value: number, octets: number])[]): string {
  return fields.map(([value, octets]) => value.toString(16).padStart(octets * 2, '0')).join('');
}

type LargeCommunity = NonNullable<RouteAttributes['largeCommunities']>[number];

/** RFC 8326 §3.1. */
const GRACEFUL_SHUTDOWN = 0xffff0000;
