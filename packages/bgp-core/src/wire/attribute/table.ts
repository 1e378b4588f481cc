import { AttributeCode, Flag } from '../codes.ts';
import { aggregator, as4Aggregator } from './aggregator.ts';
import { aigp } from './aigp.ts';
import { as4Path } from './as4Path.ts';
import { asPath } from './asPath.ts';
import { atomicAggregate } from './atomicAggregate.ts';
import type { AttributeCodec } from './codec.ts';
import { communities } from './communities.ts';
import { extendedCommunities, ipv6ExtendedCommunities } from './extendedCommunities.ts';
import { largeCommunities } from './largeCommunities.ts';
import { localPref } from './localPref.ts';
import { multiExitDisc } from './multiExitDisc.ts';
import { nextHop } from './nextHop.ts';
import { onlyToCustomer } from './onlyToCustomer.ts';
import { origin } from './origin.ts';
import { prefixSid } from './prefixSid.ts';
import { clusterList, originatorId } from './routeReflection.ts';

/** The path attributes whose values are read, by type code and in ascending order. */
const codecs = {
  [AttributeCode.origin]: origin,
  [AttributeCode.asPath]: asPath,
  [AttributeCode.nextHop]: nextHop,
  [AttributeCode.multiExitDisc]: multiExitDisc,
  [AttributeCode.localPref]: localPref,
  [AttributeCode.atomicAggregate]: atomicAggregate,
  [AttributeCode.aggregator]: aggregator,
  [AttributeCode.communities]: communities,
  [AttributeCode.originatorId]: originatorId,
  [AttributeCode.clusterList]: clusterList,
  [AttributeCode.extendedCommunities]: extendedCommunities,
  [AttributeCode.as4Path]: as4Path,
  [AttributeCode.as4Aggregator]: as4Aggregator,
  [AttributeCode.ipv6ExtendedCommunities]: ipv6ExtendedCommunities,
  [AttributeCode.aigp]: aigp,
  [AttributeCode.largeCommunities]: largeCommunities,
  [AttributeCode.onlyToCustomer]: onlyToCustomer,
  [AttributeCode.prefixSid]: prefixSid,
} satisfies Record<number, AttributeCodec>;

/** The Optional and Transitive bits of attributes that are known by name only and stay in octets. */
const rawFlags = {
  [AttributeCode.mpReach]: Flag.optional,
  [AttributeCode.mpUnreach]: Flag.optional,
  [AttributeCode.pmsiTunnel]: Flag.optional | Flag.transitive,
  [AttributeCode.tunnelEncapsulation]: Flag.optional | Flag.transitive,
  [AttributeCode.trafficEngineering]: Flag.optional,
  [AttributeCode.peDistinguisherLabels]: Flag.optional | Flag.transitive,
  [AttributeCode.bgpLs]: Flag.optional,
  [AttributeCode.bgpsecPath]: Flag.optional,
  [AttributeCode.sfp]: Flag.optional | Flag.transitive,
  [AttributeCode.bfdDiscriminator]: Flag.optional | Flag.transitive,
  [AttributeCode.attributeSet]: Flag.optional | Flag.transitive,
} satisfies Record<number, number>;

/** The codec of a type code, or `null` where the value stays in octets. */
export function codecOf(code: number): AttributeCodec | null {
  return byCode[code] ?? null;
}

/** The Optional and Transitive bits that a type code has to have, or -1 where nobody here knows. */
export function flagsOf(code: number): number {
  return flagsByCode[code] ?? -1;
}

/** Whether values of a type code can stand in `unknown`: those that are known by name only, in whole or in part. */
export function isKeptInOctets(code: number): boolean {
  if (code === AttributeCode.mpReach || code === AttributeCode.mpUnreach) return false;
  return codecOf(code) === null || code === AttributeCode.aigp || code === AttributeCode.prefixSid;
}

/** All codecs with their type codes, ascending. */
export const attributeCodecs: readonly (readonly [number, AttributeCodec])[] = Object.entries(codecs).map(
  ([code, codec]) => [Number(code), codec],
);

const CODES: readonly number[] = Array.from({ length: 256 }, (_, code) => code);
const byNumber: Readonly<Record<number, AttributeCodec>> = codecs;
const rawByNumber: Readonly<Record<number, number>> = rawFlags;
const byCode: readonly (AttributeCodec | null)[] = CODES.map((code) => alike(byNumber[code] ?? null));
const flagsByCode: readonly number[] = CODES.map((code) => byNumber[code]?.flags ?? rawByNumber[code] ?? -1);

/** A copy that has the same shape as all others: a loop over attributes then finds `check` and `read` without a search. */
function alike(codec: AttributeCodec | null): AttributeCodec | null {
  if (codec === null) return null;
  const { name, flags, malformed, check, read, value } = codec;
  return { name, flags, malformed, check, read, value };
}
