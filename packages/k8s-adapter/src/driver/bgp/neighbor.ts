import type { NeighborConfig } from '@fairlead/bgp-core/node';
import { familyOf, ipv4FromNumber, ipv6FromBigInt, isIpv4 } from '@fairlead/inet';
import type { IpAddress, IpFamily, Ipv6 } from '@fairlead/inet';
import { familiesOf, nextHopOf } from '../../decide/carriage.ts';
import type { Node } from '../../model/node.ts';
import type { Peer } from '../../model/peer.ts';

/** Who speaks with the neighbours. */
export interface Self {
  readonly node: Node;
  /** Whether connections start from the address of the node: where several nodes share a machine. */
  readonly bindsToNode: boolean;
}

/** The peer as the speaker of a node takes it; `router` is the address of one behind an interface. */
export function neighborOf(
  peer: Peer,
  self: Self,
  password: string | null,
  router: Ipv6 = SOME_ROUTER,
): NeighborConfig {
  const { gracefulRestart, holdTime, keepaliveTime, connectTime, minimumTtl, vrf } = peer;
  const families = familiesOf(peer).map((family): UnicastFamily => `${family}/unicast`);
  const local = peer.sourceAddress ?? (self.bindsToNode ? ownAddress(self.node, peer) : null);
  return {
    name: peer.name,
    address: peer.at.kind === 'address' ? peer.at.address : `${router}%${peer.at.interface}`,
    port: peer.at.port,
    localAs: peer.replacedAsn ?? peer.localAsn,
    remoteAs: peer.remoteAsn,
    routerId: peer.routerId ?? routerIdOf(self.node),
    families,
    passive: peer.isPassive,
    hostname: self.node.name,
    ...nextHopsOf(peer, self.node, families),
    ...(local !== null && { localAddress: local }),
    ...(holdTime !== null && { holdTime }),
    ...(keepaliveTime !== null && { keepaliveTime }),
    ...(connectTime !== null && { connectRetryTime: connectTime }),
    ...(peer.addPathLimit > 1 && { addPath: Object.fromEntries(families.map((family) => [family, 'send'])) }),
    ...(gracefulRestart !== null && {
      gracefulRestart: {
        ...(gracefulRestart.restartTime !== null && { restartTime: gracefulRestart.restartTime }),
        ...(gracefulRestart.longLivedStaleTime !== null && {
          longLivedStaleTime: gracefulRestart.longLivedStaleTime,
        }),
      },
    }),
    ...(password !== null && { password }),
    ...(minimumTtl !== null && { minimumTtl, ttl: MOST_HOPS }),
    ...(minimumTtl === null && limitsHops(peer) && { ttl: peer.ebgpHops }),
    ...(vrf !== null && { device: vrf }),
  };
}

/** What stands for a router that has not been found. */
export const SOME_ROUTER: Ipv6 = ipv6FromBigInt((0xfe80n << 112n) + 1n);

/** One hop is not enforced, and what the kernel sends by itself reaches as far as any network: so that plain sessions need no addon. */
function limitsHops({ ebgpHops }: Peer): boolean {
  return ebgpHops > 1 && ebgpHops < USUAL_TTL;
}

/** Its first IPv4 address; of a node that has none, four octets that its name always gives. */
export function routerIdOf({ name, internalAddresses }: Node): string {
  return internalAddresses.find(isIpv4) ?? ipv4FromNumber(FIRST_DERIVED_ID + (hash(name) % DERIVED_IDS));
}

/** Routes of another family than the session's point to the address that the node has of that family. */
function nextHopsOf(
  { at }: Peer,
  node: Node,
  families: readonly UnicastFamily[],
): Pick<NeighborConfig, 'nextHop'> {
  if (at.kind === 'interface') return {};
  const own = familyOf(at.address);
  const found = FAMILIES.flatMap((family) => {
    const address = nextHopOf(node, family);
    const isOther = family !== own && families.includes(`${family}/unicast`);
    return isOther && address !== null ? [[family, address] as const] : [];
  });
  return found.length === 0 ? {} : { nextHop: Object.fromEntries(found) };
}

function ownAddress(node: Node, { at }: Peer): IpAddress | null {
  return at.kind === 'interface' ? null : nextHopOf(node, familyOf(at.address));
}

type UnicastFamily = NonNullable<NeighborConfig['families']>[number];

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const octet of Buffer.from(text)) value = Math.imul(value ^ octet, 0x01000193) >>> 0;
  return value;
}

const FAMILIES: readonly IpFamily[] = ['ipv4', 'ipv6'];
const MOST_HOPS = 255;
/** net.ipv4.ip_default_ttl */
const USUAL_TTL = 64;
/** 1.0.0.0 to 223.255.255.255. */
const FIRST_DERIVED_ID = 0x01000000;
const DERIVED_IDS = 0xdf000000;
