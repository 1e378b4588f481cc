import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afiOf, familyFromCodes, safiOf } from '@fairlead/bgp-core/wire';
import type {
  AsPathSegment,
  DecodedMessage,
  Nlri,
  PathAttributes,
  Severity,
  Update,
  WireContext,
} from '@fairlead/bgp-core/wire';
import { addPath, context } from './context.ts';
import { hex } from './octets.ts';

/** A message of the conformance corpus and what independent decoders make of it. */
export interface Entry {
  readonly id: string;
  readonly hex: string;
  readonly as4: boolean;
  readonly addpathFamilies: readonly (readonly [number, number])[];
  readonly extendedMessage: boolean;
  readonly peerType: 'ebgp' | 'ibgp';
  readonly valid: boolean;
  readonly contested?: boolean;
  readonly expected?: Expected;
  readonly error?: ExpectedError;
  readonly gobgpRoundtripIdentical?: boolean;
}

export interface ExpectedError {
  readonly code?: number;
  readonly subcode?: number;
  readonly action: keyof typeof SEVERITIES;
  readonly notificationData?: string;
}

type Expected = Words & { readonly type: string };

interface Other {
  readonly code: number;
  readonly hex: string;
}

type Words = Readonly<Record<string, unknown>>;

export function readCorpus(file: string): readonly Entry[] {
  return JSON.parse(gunzipSync(readFileSync(file)).toString()) as Entry[];
}

export function contextOf(entry: Entry): WireContext {
  const families = entry.addpathFamilies.map(([afi, safi]) => familyFromCodes(afi, safi));
  return context({
    peerType: entry.peerType,
    fourOctetAs: entry.as4,
    extendedMessages: entry.extendedMessage,
    ...addPath(...families),
  });
}

export function severityOf({ action }: ExpectedError): Severity {
  return SEVERITIES[action];
}

/** A message in the words of the corpus. */
export function inCorpusWords(message: DecodedMessage): Words {
  switch (message.kind) {
    case 'open':
      return {
        type: 'OPEN',
        version: message.version,
        as4: message.asn,
        holdTime: message.holdTime,
        routerId: message.routerId,
      };
    case 'update':
      return { type: 'UPDATE', ...updateInWords(message) };
    case 'notification':
      return { type: 'NOTIFICATION', code: message.code, subcode: message.subcode, data: hex(message.data) };
    case 'keepalive':
      return { type: 'KEEPALIVE' };
    case 'routeRefresh':
      return { type: 'ROUTE_REFRESH', afi: afiOf(message.family), safi: safiOf(message.family) };
  }
}

/** What the corpus expects, without what it says of the octets or of families that stay in octets. */
export function comparable(entry: Entry): Words {
  const { type, ...rest } = entry.expected ?? { type: 'none' };
  const pick = (...names: readonly string[]): Words =>
    Object.fromEntries([['type', type], ...names.map((name) => [name, rest[name]] as const)]);
  if (type === 'OPEN') return { ...pick('version', 'holdTime', 'routerId'), as4: rest['as4'] ?? rest['as'] };
  if (type === 'NOTIFICATION') return pick('code', 'subcode', 'data');
  if (type === 'ROUTE_REFRESH') return pick('afi', 'safi');
  if (type === 'KEEPALIVE') return { type };
  const { mpReach, mpUnreach, other, ...attributes } = rest['attributes'] as Words;
  const others =
    other === undefined
      ? {}
      : { other: byCode(other as readonly Other[]).map(({ code, hex }) => ({ code, hex })) };
  return {
    ...pick('withdrawn', 'nlri'),
    attributes: { ...attributes, ...others, ...mpInWords({ mpReach, mpUnreach }) },
    attrCodes: (rest['attrList'] as readonly (readonly number[])[]).map(([code, flags]) => [code, flags]),
  };
}

function updateInWords(update: Update): Words {
  const { mpReach, mpUnreach, layout } = update;
  const [unreach] = mpUnreach;
  const attributes: Record<string, unknown> = attributesInWords(update.attributes);
  if (mpReach !== null) {
    attributes['mpReach'] = {
      ...familyInWords(mpReach.family),
      ...(mpReach.kind === 'raw'
        ? { nextHopHex: hex(mpReach.nextHop) }
        : { nextHop: hopsInWords(mpReach.nextHop), nlri: mpReach.announced.map(nlriInWords) }),
    };
  }
  if (unreach !== undefined) {
    attributes['mpUnreach'] = {
      ...familyInWords(unreach.family),
      ...(unreach.kind === 'raw' ? {} : { nlri: unreach.withdrawn.map(nlriInWords) }),
    };
  }
  return {
    withdrawn: update.withdrawn.map(nlriInWords),
    nlri: update.announced.map(nlriInWords),
    attributes,
    attrCodes: layout?.map(({ code, flags }) => [code, flags]),
  };
}

function attributesInWords(attributes: PathAttributes): Record<string, unknown> {
  const { unknown = [], aigp, ipv6ExtendedCommunities } = attributes;
  const other = unknown.map(({ code, value }) => ({ code, hex: hex(value) }));
  if (aigp !== undefined) other.push({ code: 26, hex: `01000b${hex64(aigp)}` });
  if (ipv6ExtendedCommunities !== undefined) {
    other.push({ code: 25, hex: ipv6ExtendedCommunities.join('') });
  }
  const words = {
    origin: attributes.origin,
    asPath: attributes.asPath?.map(segmentInWords),
    as4Path: attributes.as4Path?.map(segmentInWords),
    nextHop: attributes.nextHop?.address,
    med: attributes.multiExitDisc,
    localPref: attributes.localPref,
    atomicAggregate: attributes.atomicAggregate,
    aggregator: attributes.aggregator,
    as4Aggregator: attributes.as4Aggregator,
    communities: attributes.communities?.map((value) => `${value >>> 16}:${value & 0xffff}`),
    originatorId: attributes.originatorId,
    clusterList: attributes.clusterList,
    extCommunities: attributes.extendedCommunities,
    largeCommunities: attributes.largeCommunities,
    otc: attributes.onlyToCustomer,
    other: other.length === 0 ? undefined : byCode(other),
  };
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined));
}

/** The NLRI of families that stay in octets are compared by encoding them again. */
function mpInWords(parts: Words): Words {
  const words: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(parts)) {
    if (part === undefined) continue;
    const { afi, safi, nextHopHex, nextHop, nlri } = part as Words;
    const isUnicast = safi === 1 && (afi === 1 || afi === 2);
    const hop = name === 'mpUnreach' ? {} : isUnicast ? { nextHop } : { nextHopHex };
    words[name] = { afi, safi, ...hop, ...(isUnicast ? { nlri } : {}) };
  }
  return words;
}

function segmentInWords({ kind, asns }: AsPathSegment): unknown {
  return { type: SEGMENTS[kind], asns };
}

function nlriInWords({ prefix, pathId }: Nlri): unknown {
  return pathId === null ? { prefix } : { pathId, prefix };
}

function familyInWords(family: Parameters<typeof afiOf>[0]): { readonly afi: number; readonly safi: number } {
  return { afi: afiOf(family), safi: safiOf(family) };
}

function hopsInWords({
  address,
  linkLocal,
}: {
  readonly address: string;
  readonly linkLocal?: string;
}): unknown {
  return linkLocal === undefined ? [address] : [address, linkLocal];
}

function byCode<T extends { readonly code: number }>(list: readonly T[]): readonly T[] {
  return list.toSorted((a, b) => a.code - b.code);
}

function hex64(value: bigint): string {
  return value.toString(16).padStart(16, '0');
}

const SEVERITIES = {
  'session-reset': 'sessionReset',
  'treat-as-withdraw': 'treatAsWithdraw',
  'attribute-discard': 'attributeDiscard',
  'afi-safi-disable': 'afiSafiDisable',
} as const;

const SEGMENTS = {
  sequence: 'sequence',
  set: 'set',
  confedSequence: 'confed_sequence',
  confedSet: 'confed_set',
} as const;
