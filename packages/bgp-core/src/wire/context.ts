import type { Family } from '../family.ts';
import type { Capability, Open } from '../message.ts';

/** What both sides agreed on and what octets mean therefore. */
export interface WireContext {
  readonly peerType: PeerType;
  /** Whether AS numbers in paths have four octets (RFC 6793). */
  readonly fourOctetAs: boolean;
  /** Whether messages may have 65,535 octets (RFC 8654). */
  readonly extendedMessages: boolean;
  /** The families whose destinations carry a path identifier, towards us and towards the peer (RFC 7911). */
  readonly addPath: { readonly receive: ReadonlySet<Family>; readonly send: ReadonlySet<Family> };
  /** The families of AFI 1 whose next hop may be an IPv6 address (RFC 8950). */
  readonly extendedNextHop: ReadonlySet<Family>;
}

/** Whether the peer is in another AS, in ours, or in another member of our confederation (RFC 5065). */
export type PeerType = 'ebgp' | 'ibgp' | 'confed';

/** What holds until two OPENs say otherwise. */
export const initialContext: WireContext = {
  peerType: 'ebgp',
  fourOctetAs: false,
  extendedMessages: false,
  addPath: { receive: new Set(), send: new Set() },
  extendedNextHop: new Set(),
};

/** What the OPEN that we sent and the one that we received agree on. */
export function agreedContext(sent: Open, received: Open, peerType: PeerType): WireContext {
  const both = (kind: Capability['kind']): boolean => has(sent, kind) && has(received, kind);
  return {
    peerType,
    fourOctetAs: both('fourOctetAs'),
    extendedMessages: both('extendedMessage'),
    addPath: {
      receive: intersection(addPathFamilies(sent, 'receive'), addPathFamilies(received, 'send')),
      send: intersection(addPathFamilies(sent, 'send'), addPathFamilies(received, 'receive')),
    },
    extendedNextHop: intersection(extendedNextHopFamilies(sent), extendedNextHopFamilies(received)),
  };
}

/** The most octets that a message other than OPEN and KEEPALIVE may have (RFC 4271 §4.1, RFC 8654 §4). */
export function maximumMessageLength(context: WireContext): number {
  return context.extendedMessages ? EXTENDED_MAXIMUM : MAXIMUM;
}

function has(open: Open, kind: Capability['kind']): boolean {
  return open.capabilities.some((capability) => capability.kind === kind);
}

function addPathFamilies(open: Open, direction: 'receive' | 'send'): ReadonlySet<Family> {
  const families = new Set<Family>();
  for (const capability of open.capabilities) {
    if (capability.kind !== 'addPath') continue;
    for (const offer of capability.families) {
      if (offer.direction === direction || offer.direction === 'both') families.add(offer.family);
    }
  }
  return families;
}

function extendedNextHopFamilies(open: Open): ReadonlySet<Family> {
  const families = new Set<Family>();
  for (const capability of open.capabilities) {
    if (capability.kind !== 'extendedNextHop') continue;
    for (const { family, nextHopAfi } of capability.families) {
      if (nextHopAfi === IPV6) families.add(family);
    }
  }
  return families;
}

function intersection(a: ReadonlySet<Family>, b: ReadonlySet<Family>): ReadonlySet<Family> {
  return new Set([...a].filter((family) => b.has(family)));
}

const MAXIMUM = 4096;
const EXTENDED_MAXIMUM = 65535;
const IPV6 = 2;
