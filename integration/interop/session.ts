import { Speaker } from '@fairlead/bgp-core/node';
import type { Neighbor, NeighborConfig, SpeakerConfig } from '@fairlead/bgp-core/node';
import { eventually } from '@fairlead/testing';
import type { Addresses, Link } from './link.ts';
import type { DaemonName, Router } from './router/router.ts';

/** The sessions that every router is configured for, each with an address of ours for itself. */
export const SESSIONS = [
  /** Two autonomous systems, both families over IPv4. */
  'external',
  /** One autonomous system, both families over IPv4. */
  'internal',
  /** Both families over IPv6, IPv4 with IPv6 next hops (RFC 8950). */
  'overIpv6',
  /** Several paths to one prefix, both ways (RFC 7911). */
  'addPath',
  /** A router that does not know AS numbers of four octets (RFC 6793). */
  'twoOctetAs',
  /** We are the provider, the router is the customer (RFC 9234). */
  'role',
  /** Graceful restart (RFC 4724). */
  'graceful',
  /** Long-lived graceful restart (RFC 9494), soon. */
  'longLived',
  /** The router takes five prefixes. */
  'limited',
  /** The router calls us. */
  'called',
] as const;

export type SessionName = (typeof SESSIONS)[number];

export const OUR_AS = 65001;
export const ROUTER_AS = 65002;
/** Ours on the session with a router that knows two octets only. */
export const LARGE_AS = 4_200_000_001;

/** Ours on a session. BIRD has no neighbour with four octets where it says that it knows two only. */
export function ourAs(session: SessionName, router: DaemonName): number {
  if (session === 'internal') return ROUTER_AS;
  return session === 'twoOctetAs' && router !== 'BIRD' ? LARGE_AS : OUR_AS;
}

export function oursOn(link: Link, session: SessionName): Addresses {
  return link.ours(SESSIONS.indexOf(session));
}

/** A speaker of ours with one session. */
export interface OurSide {
  readonly speaker: Speaker;
  readonly neighbor: Neighbor;
  readonly established: () => Promise<void>;
  readonly down: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** How our side of a session is configured, as plain data. */
export function ownConfig(
  { name, link, calls }: Router,
  session: SessionName,
  config: Partial<NeighborConfig>,
): { readonly speaker: SpeakerConfig; readonly neighbor: NeighborConfig } {
  const family = session === 'overIpv6' ? 'ipv6' : 'ipv4';
  const ours = oursOn(link, session);
  const isCalled = calls || session === 'called';
  return {
    speaker: {
      asn: ourAs(session, name),
      routerId: ours.ipv4,
      listen: isCalled ? [{ address: ours[family] }] : [],
    },
    neighbor: {
      address: link.router[family],
      localAddress: ours[family],
      remoteAs: ROUTER_AS,
      connectRetryTime: 1,
      idleHoldTime: 1,
      // GoBGP may take a call for a neighbour that it is about to forget, and then says nothing.
      openTime: 5,
      passive: calls,
      extendedNextHop: session === 'overIpv6',
      nextHop: session === 'overIpv6' ? { ipv6: ours.ipv6 } : ours,
      ...config,
    },
  };
}

/** Starts our side of a session; what it is configured with beyond that is the test's. */
export async function startOurs(
  router: Router,
  session: SessionName,
  config: Partial<NeighborConfig> = {},
  more: Partial<SpeakerConfig> = {},
): Promise<OurSide> {
  const own = ownConfig(router, session, config);
  const speaker = new Speaker({ ...own.speaker, ...more });
  const neighbor = speaker.addNeighbor(own.neighbor);
  await speaker.start();
  await router.ready();
  return {
    speaker,
    neighbor,
    established: async () => {
      const isUp = (): true | null => (neighbor.status().state === 'established' ? true : null);
      await eventually('our session', isUp, { within: 30_000 });
    },
    down: async () => {
      const isDown = (): true | null => (neighbor.status().state === 'established' ? null : true);
      await eventually('the end of our session', isDown, { within: 20_000 });
    },
    close: async () => {
      await speaker.stop();
    },
  };
}

/** Runs a test over an established session of ours and closes it whatever happens. */
export async function withOurs(
  router: Router,
  session: SessionName,
  config: Partial<NeighborConfig>,
  test: (ours: OurSide) => Promise<void>,
): Promise<void> {
  const ours = await startOurs(router, session, config);
  try {
    await ours.established();
    await test(ours);
  } catch (error) {
    const { state, lastEnding } = ours.neighbor.status();
    throw new Error(`${state}, last ending ${JSON.stringify(lastEnding)}: ${String(error)}`, {
      cause: error,
    });
  } finally {
    await ours.close();
  }
  const isGone = async (): Promise<true | null> => ((await router.isUp(session)) ? null : true);
  await eventually('the router notices the end', isGone);
}
