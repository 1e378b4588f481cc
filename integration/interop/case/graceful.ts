import { route } from '@fairlead/bgp-core';
import type { GracefulRestartConfig } from '@fairlead/bgp-core';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import type { Router } from '../router/router.ts';
import { startOurs, withOurs } from '../session.ts';
import type { OurSide } from '../session.ts';
import { wire } from '../wire.ts';
import type { Case } from './case.ts';
import { noPathTo, pathTo } from './path.ts';
import { freshAndStale, isGone, KEEPS_NO_ROUTES } from './restart.ts';

/** Restarts that cost no traffic (RFC 4724). */
export const gracefulCases: readonly Case[] = [
  {
    feature: 'our restart: the router keeps our routes until our End-of-RIB (RFC 4724)',
    lacks: KEEPS_NO_ROUTES,
    run: async (router) => {
      await restart(router, {}, async ({ speaker }) => {
        await speaker.stop({ reason: 'gracefulRestart' });
      });
    },
  },
  {
    feature: 'our crash: the same, when the connection is reset',
    lacks: KEEPS_NO_ROUTES,
    run: async (router) => {
      const cable = wire();
      await restart(router, { sockets: cable }, async ({ speaker }) => {
        cable.cut();
        await speaker.stop({ reason: 'gracefulRestart' });
      });
    },
  },
  {
    feature: "the router's restart: we keep its routes until its End-of-RIB (RFC 4724)",
    run: async (router) => {
      for (const prefix of BOTH) await router.announce(prefix);
      await withOurs(router, 'graceful', KEEPING, async ({ neighbor, established, down }) => {
        await eventually('both routes', () => freshAndStale(neighbor, BOTH, []));
        await router.die();
        await down();
        await eventually('both routes, stale', () => freshAndStale(neighbor, [], BOTH));
        await router.revive([FIRST]);
        await established();
        await eventually('one route', () => freshAndStale(neighbor, [FIRST], []), { within: 30_000 });
      });
      await router.withdraw(FIRST);
    },
  },
];

const FIRST = '198.51.100.0/25';
const BOTH = [FIRST, '198.51.100.128/25'];
const OURS = ['203.0.113.60/32', '203.0.113.61/32'] as const;
const KEEPING = { gracefulRestart: {}, importRoutes: 'all', adjRibIn: true } as const;

/** Goes in some way, looks whether our routes stay, comes back with one of two. */
async function restart(
  router: Router,
  more: Parameters<typeof startOurs>[3],
  leave: (ours: OurSide) => Promise<void>,
): Promise<void> {
  const gracefulRestart: GracefulRestartConfig = { restartTime: 60 };
  const before = await startOurs(router, 'graceful', { gracefulRestart }, more);
  try {
    await before.established();
    before.neighbor.advertise(OURS.map((prefix) => route(prefix)));
    for (const prefix of OURS) await pathTo(router, prefix);
    await leave(before);
    await eventually('the router notices', async () => await isGone(router, 'graceful'));
  } finally {
    await before.close();
  }
  for (const prefix of OURS) expect(await router.pathsOf(prefix), prefix).to.have.length(1);
  const again = { gracefulRestart: { ...gracefulRestart, restarting: true } };
  await withOurs(router, 'graceful', again, async ({ neighbor }) => {
    for (const prefix of OURS) expect(await router.pathsOf(prefix), prefix).to.have.length(1);
    neighbor.advertise([route(OURS[0])]);
    await noPathTo(router, OURS[1]);
    await pathTo(router, OURS[0]);
  });
}
