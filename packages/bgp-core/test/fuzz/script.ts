import { asn, parseIpv4, parsePrefix, routerId, seconds } from '@fairlead/inet';
import type { Ipv4, Prefix } from '@fairlead/inet';
import type { PeerConfig, Route } from '@fairlead/bgp-core';
import { EMPTY_UPDATE, encode, endOfRib, initialContext } from '@fairlead/bgp-core/wire';
import type { Capability, Message, WireContext } from '@fairlead/bgp-core/wire';

/** Octets of a script, which never end: behind the last come zeros. */
export class Script {
  readonly #octets: Uint8Array;
  #at = 0;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
  }

  get isOver(): boolean {
    return this.#at >= this.#octets.length;
  }

  next(): number {
    return this.#octets[this.#at++] ?? 0;
  }

  take(length: number): Uint8Array {
    const taken = this.#octets.slice(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }
}

/** A configuration of one octet. */
export function configOf(flags: number): PeerConfig {
  const isInternal = (flags & 1) !== 0;
  return {
    localAs: 65001,
    remoteAs: isInternal ? 'internal' : 'external',
    routerId: '192.0.2.1',
    passive: (flags & 2) !== 0,
    delayOpenTime: (flags & 4) !== 0 ? 3 : 0,
    importRoutes: 'all',
    adjRibIn: (flags & 8) !== 0,
    extendedNextHop: true,
    nextHop: { ipv6: '2001:db8::1' },
    ...((flags & 16) !== 0 ? { gracefulRestart: { longLivedStaleTime: 600 } } : {}),
    ...((flags & 32) !== 0 ? { addPath: { 'ipv4/unicast': 'both', 'ipv6/unicast': 'both' } } : {}),
    ...((flags & 64) !== 0 && !isInternal ? { role: 'peer' } : {}),
    ...((flags & 128) !== 0 ? { prefixLimit: { maximum: 3, restartAfter: 5 }, holdTime: 9 } : {}),
  };
}

/** A message that a neighbour would send. */
export function messageOf(kind: number, flags: number): Uint8Array {
  const index = kind % messages.length;
  const key = index * 256 + flags;
  const octets =
    encoded.get(key) ?? encode(messages[index]?.(flags) ?? { kind: 'keepalive' }, contextOf(flags));
  encoded.set(key, octets);
  return octets.slice();
}

/** A route of one octet. */
export function routeOf(number: number): Route {
  return (routes[number] ??= newRoute(number));
}

function newRoute(number: number): Route {
  const isIpv6 = (number & 1) !== 0;
  return {
    prefix: prefix(isIpv6 ? `2001:db8:${number & 14}::/48` : `203.0.113.${number & 14}/32`),
    pathId: (number >> 4) & 3,
    attributes: {
      ...((number & 64) !== 0 ? { communities: [number] } : {}),
      ...((number & 128) !== 0 ? { prepend: 3, onlyToCustomer: asn(65009) } : {}),
    },
  };
}

/** How the neighbour and we agree on ADD-PATH: the flag of the configuration says it of both. */
function contextOf(flags: number): WireContext {
  const families = new Set((flags & 32) !== 0 ? (['ipv4/unicast', 'ipv6/unicast'] as const) : []);
  return { ...initialContext, fourOctetAs: true, addPath: { receive: families, send: families } };
}

function capabilitiesOf(flags: number): readonly Capability[] {
  const families = ['ipv4/unicast', 'ipv6/unicast'] as const;
  return [
    ...families.map((family): Capability => ({ kind: 'multiprotocol', family })),
    { kind: 'fourOctetAs', asn: asn((flags & 1) !== 0 ? 65001 : 65002) },
    { kind: 'routeRefresh' },
    { kind: 'enhancedRouteRefresh' },
    { kind: 'extendedMessage' },
    { kind: 'role', role: 'peer' },
    { kind: 'addPath', families: families.map((family) => ({ family, direction: 'both' })) },
    {
      kind: 'gracefulRestart',
      restarting: false,
      notification: true,
      restartTime: seconds(60),
      families: families.map((family) => ({ family, forwarding: true })),
    },
    {
      kind: 'longLivedGracefulRestart',
      families: families.map((family) => ({ family, forwarding: true, staleTime: seconds(60) })),
    },
  ];
}

const messages: readonly ((flags: number) => Message)[] = [
  (flags) => ({
    kind: 'open',
    version: 4,
    asn: asn((flags & 1) !== 0 ? 65001 : 65002),
    holdTime: seconds(30),
    routerId: routerId('192.0.2.2'),
    capabilities: capabilitiesOf(flags),
  }),
  () => ({ kind: 'keepalive' }),
  (flags) => ({
    ...EMPTY_UPDATE,
    withdrawn: [nlri('198.51.100.0/24', flags)],
    announced: [nlri('203.0.113.0/25', flags), nlri('203.0.113.128/25', flags)],
    attributes: {
      origin: 'igp',
      asPath: [{ kind: 'sequence', asns: [asn(65002)] }],
      nextHop: { address: ipv4('192.0.2.2') },
      communities: [0xffff0007],
    },
  }),
  (flags) => ({
    ...EMPTY_UPDATE,
    attributes: { origin: 'igp', asPath: [] },
    mpReach: {
      kind: 'unicast',
      family: 'ipv4/unicast',
      nextHop: { address: ipv4('192.0.2.2') },
      announced: [nlri('198.51.100.0/24', flags)],
    },
  }),
  () => endOfRib('ipv4/unicast'),
  () => endOfRib('ipv6/unicast'),
  () => ({ kind: 'routeRefresh', family: 'ipv4/unicast', subtype: 'request', filters: new Uint8Array() }),
  () => ({
    kind: 'routeRefresh',
    family: 'ipv4/unicast',
    subtype: 'beginningOfRouteRefresh',
    filters: new Uint8Array(),
  }),
  () => ({
    kind: 'routeRefresh',
    family: 'ipv4/unicast',
    subtype: 'endOfRouteRefresh',
    filters: new Uint8Array(),
  }),
  () => ({ kind: 'notification', code: 6, subcode: 4, data: Uint8Array.of(2, 0x68, 0x69) }),
  () => ({ kind: 'notification', code: 6, subcode: 9, data: Uint8Array.of(6, 2) }),
];

const encoded = new Map<number, Uint8Array>();
const routes: (Route | undefined)[] = [];

function nlri(text: string, flags: number): { readonly prefix: Prefix; readonly pathId: number | null } {
  return { prefix: prefix(text), pathId: (flags & 32) !== 0 ? 1 : null };
}

function prefix(text: string): Prefix {
  const parsed = parsePrefix(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

function ipv4(text: string): Ipv4 {
  const parsed = parseIpv4(text);
  if (parsed === null) throw new Error(`${text} is no address`);
  return parsed;
}
