import {
  addressFromBigInt,
  ipv4FromNumber,
  isAsn,
  isIpv6,
  prefixOf,
  routerIdFromNumber,
  seconds,
} from '@fairlead/inet';
import type { Asn, IpAddress, Ipv4, Ipv6, RouterId, Seconds } from '@fairlead/inet';
import fc from 'fast-check';
import { familyFromCodes, initialContext } from '@fairlead/bgp-core/wire';
import type {
  Capability,
  Family,
  LargeCommunity,
  MpReach,
  MpUnreach,
  NextHop,
  Nlri,
  Open,
  PathAttributes,
  UnicastFamily,
  Update,
  WireContext,
} from '@fairlead/bgp-core/wire';

/** What two speakers may have agreed on. */
export const contexts: fc.Arbitrary<WireContext> = fc
  .record({
    peerType: fc.constantFrom('ebgp' as const, 'ibgp' as const, 'confed' as const),
    fourOctetAs: fc.boolean(),
    extendedMessages: fc.boolean(),
    addPath: fc.uniqueArray(fc.constantFrom<Family>('ipv4/unicast', 'ipv6/unicast')),
  })
  .map(({ addPath, ...rest }) => {
    const families = new Set(addPath);
    return { ...initialContext, ...rest, addPath: { receive: families, send: families } };
  });

const u32 = fc.nat(0xffffffff);
const asns: fc.Arbitrary<Asn> = fc.integer({ min: 1, max: 0xffffffff }).map(asAsn);
const shortAsns: fc.Arbitrary<Asn> = fc.integer({ min: 1, max: 0xffff }).map(asAsn);
const ipv4s: fc.Arbitrary<Ipv4> = u32.map(ipv4FromNumber);
const ipv6s: fc.Arbitrary<Ipv6> = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }).map((value) => {
  const address = addressFromBigInt('ipv6', value);
  if (!isIpv6(address)) throw new Error('not IPv6');
  return address;
});
const routerIds: fc.Arbitrary<RouterId> = fc.integer({ min: 1, max: 0xffffffff }).map((value) => {
  const id = routerIdFromNumber(value);
  if (id === null) throw new Error('no router id');
  return id;
});

/** Destinations of a family, with path identifiers where they are agreed on. */
export function nlriOf(family: UnicastFamily, context: WireContext): fc.Arbitrary<readonly Nlri[]> {
  const addresses: fc.Arbitrary<IpAddress> = family === 'ipv4/unicast' ? ipv4s : ipv6s;
  const pathIds = context.addPath.send.has(family) ? u32 : fc.constant(null);
  const bits = family === 'ipv4/unicast' ? 32 : 128;
  const one = fc
    .tuple(addresses, fc.integer({ min: 0, max: bits }), pathIds)
    .map(([address, length, pathId]) => ({ prefix: prefixOf(address, length), pathId }));
  return fc.array(one, { maxLength: 6 });
}

/** Path attributes that a context can carry. */
export function attributesFor({ fourOctetAs }: WireContext): fc.Arbitrary<PathAttributes> {
  const numbers = fourOctetAs ? asns : shortAsns;
  const segments = fc.array(
    fc.record({
      kind: fc.constantFrom(
        'sequence' as const,
        'set' as const,
        'confedSequence' as const,
        'confedSet' as const,
      ),
      asns: fc.array(numbers, { minLength: 1, maxLength: 5 }),
    }),
    { maxLength: 3 },
  );
  const aggregators = fc.record({ asn: numbers, address: ipv4s });
  const unknown = fc.record({
    code: fc.constantFrom(99, 130, 254),
    flags: fc.constantFrom(0x80, 0xc0, 0xe0),
    value: fc.uint8Array({ maxLength: 300 }),
  });
  return fc.record(
    {
      origin: fc.constantFrom('igp' as const, 'egp' as const, 'incomplete' as const),
      asPath: segments,
      nextHop: fc.record({ address: ipv4s }),
      multiExitDisc: u32,
      localPref: u32,
      atomicAggregate: fc.constant(true as const),
      aggregator: aggregators,
      communities: fc.array(u32, { minLength: 1, maxLength: 80 }),
      originatorId: ipv4s,
      clusterList: fc.array(ipv4s, { minLength: 1, maxLength: 4 }),
      extendedCommunities: fc.array(hexText(8), { minLength: 1, maxLength: 4 }),
      ipv6ExtendedCommunities: fc.array(hexText(20), { minLength: 1, maxLength: 3 }),
      aigp: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
      largeCommunities: fc.array(
        fc.tuple(u32, u32, u32).map(([a, b, c]): LargeCommunity => `${a}:${b}:${c}`),
        { minLength: 1, maxLength: 4 },
      ),
      onlyToCustomer: asns,
      unknown: fc
        .uniqueArray(unknown, { minLength: 1, maxLength: 3, selector: ({ code }) => code })
        .map((list) => list.toSorted((a, b) => a.code - b.code)),
    },
    { requiredKeys: ['origin', 'asPath', 'nextHop'] },
  );
}

/** UPDATEs with everything that fits one. */
export function updatesFor(context: WireContext): fc.Arbitrary<Update> {
  return fc.record({
    kind: fc.constant('update' as const),
    withdrawn: nlriOf('ipv4/unicast', context),
    announced: nlriOf('ipv4/unicast', context),
    attributes: attributesFor(context),
    mpReach: fc.option(mpReachFor(context)),
    mpUnreach: fc.array(mpUnreachFor(context), { maxLength: 1 }),
    errors: fc.constant([]),
    layout: fc.constant(null),
  });
}

function mpReachFor(context: WireContext): fc.Arbitrary<MpReach> {
  const globalAndLocal = fc.record({ address: ipv6s, linkLocal: ipv6s });
  const hops: Readonly<Record<UnicastFamily, fc.Arbitrary<NextHop>>> = {
    'ipv4/unicast': fc.oneof(fc.record({ address: ipv4s }), fc.record({ address: ipv6s }), globalAndLocal),
    'ipv6/unicast': fc.oneof(fc.record({ address: ipv6s }), globalAndLocal),
  };
  const unicast = fc.constantFrom<UnicastFamily>('ipv4/unicast', 'ipv6/unicast').chain((family) =>
    fc.record({
      kind: fc.constant('unicast' as const),
      family: fc.constant(family),
      nextHop: hops[family],
      announced: nlriOf(family, context),
    }),
  );
  const family = familyFromCodes(25, 70);
  const raw = fc.record({
    kind: fc.constant('raw' as const),
    nextHop: fc.uint8Array({ maxLength: 40 }),
    announced: fc.uint8Array({ maxLength: 40 }),
  });
  return fc.oneof(
    unicast,
    raw.map((parts): MpReach => ({ ...parts, family: family as never })),
  );
}

function mpUnreachFor(context: WireContext): fc.Arbitrary<MpUnreach> {
  return fc.constantFrom<UnicastFamily>('ipv4/unicast', 'ipv6/unicast').chain((family) =>
    fc.record({
      kind: fc.constant('unicast' as const),
      family: fc.constant(family),
      withdrawn: nlriOf(family, context),
    }),
  );
}

const families: fc.Arbitrary<Family> = fc
  .tuple(fc.constantFrom(1, 2, 25, 16388), fc.constantFrom(1, 2, 70, 71, 128))
  .map(([afi, safi]) => familyFromCodes(afi, safi));
const forwarding = fc.boolean();

export const capabilities: fc.Arbitrary<Capability> = fc.oneof(
  fc.record({ kind: fc.constant('multiprotocol' as const), family: families }),
  fc.constantFrom<Capability>(
    { kind: 'routeRefresh' },
    { kind: 'enhancedRouteRefresh' },
    { kind: 'extendedMessage' },
  ),
  fc.record({
    kind: fc.constant('gracefulRestart' as const),
    restarting: fc.boolean(),
    notification: fc.boolean(),
    restartTime: spans(0xfff),
    families: fc.array(fc.record({ family: families, forwarding }), { maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant('longLivedGracefulRestart' as const),
    families: fc.array(fc.record({ family: families, forwarding, staleTime: spans(0xffffff) }), {
      maxLength: 4,
    }),
  }),
  fc.record({
    kind: fc.constant('addPath' as const),
    families: fc.array(
      fc.record({
        family: families,
        direction: fc.constantFrom('receive' as const, 'send' as const, 'both' as const),
      }),
      { maxLength: 4 },
    ),
  }),
  fc.record({
    kind: fc.constant('extendedNextHop' as const),
    families: fc.array(fc.record({ family: families, nextHopAfi: fc.constantFrom(1, 2) }), { maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant('role' as const),
    role: fc.constantFrom(
      'provider' as const,
      'routeServer' as const,
      'routeServerClient' as const,
      'customer' as const,
      'peer' as const,
    ),
  }),
  fc.record({
    kind: fc.constant('fqdn' as const),
    hostname: fc.string({ unit: 'grapheme', maxLength: 20 }),
    domain: fc.string({ unit: 'grapheme', maxLength: 20 }),
  }),
  fc.record({
    kind: fc.constant('softwareVersion' as const),
    version: fc.string({ unit: 'grapheme', maxLength: 20 }),
  }),
  fc.record({
    kind: fc.constant('unknown' as const),
    code: fc.constantFrom(128, 200, 255),
    value: fc.uint8Array({ maxLength: 30 }),
  }),
);

export const opens: fc.Arbitrary<Open> = fc
  .record({
    asn: asns,
    holdTime: fc.oneof(fc.constant(seconds(0)), fc.integer({ min: 3, max: 0xffff }).map(seconds)),
    routerId: routerIds,
    list: fc.array(capabilities, { maxLength: 30 }),
  })
  .map(({ asn, holdTime, routerId, list }) => ({
    kind: 'open',
    version: 4,
    asn,
    holdTime,
    routerId,
    capabilities: [{ kind: 'fourOctetAs', asn }, ...list],
  }));

function spans(max: number): fc.Arbitrary<Seconds> {
  return fc.nat(max).map(seconds);
}

function hexText(size: number): fc.Arbitrary<string> {
  return fc
    .uint8Array({ minLength: size, maxLength: size })
    .map((octets) => Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join(''));
}

function asAsn(value: number): Asn {
  if (!isAsn(value)) throw new Error(`${value} is no AS number`);
  return value;
}
