import { route } from '@fairlead/bgp-core';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { withOurs } from '../session.ts';
import type { Case } from './case.ts';
import { noPathTo, pathTo } from './path.ts';
import { freshAndStale, isGone, KEEPS_NO_ROUTES } from './restart.ts';

/** Routes as a last resort (RFC 9494). */
export const longLivedCases: readonly Case[] = [
  {
    feature: 'our long absence: the router marks our routes LLGR_STALE (RFC 9494)',
    lacks: KEEPS_NO_ROUTES,
    run: async (router) => {
      const gracefulRestart = { restartTime: 1, longLivedStaleTime: 60 };
      await withOurs(router, 'longLived', { gracefulRestart }, async ({ neighbor, established }) => {
        neighbor.announce(route(OURS));
        await pathTo(router, OURS);
        neighbor.stop({ reason: 'gracefulRestart' });
        await eventually('the router notices', async () => await isGone(router, 'longLived'));
        await eventually('the mark', async () => {
          const [path] = await router.pathsOf(OURS);
          return path?.communities.some((one) => STALE.test(one)) === true ? true : null;
        });
        neighbor.start();
        await established();
        await eventually('a fresh route', async () => {
          const [path] = await router.pathsOf(OURS);
          return path?.communities.length === 0 ? true : null;
        });
        neighbor.stop();
        await noPathTo(router, OURS);
      });
    },
  },
  {
    feature: "the router's long absence: we mark its routes LLGR_STALE (RFC 9494)",
    lacks: { ExaBGP: 'does not have it' },
    run: async (router) => {
      const config = {
        gracefulRestart: { longLivedStaleTime: 60 },
        importRoutes: 'all',
        adjRibIn: true,
      } as const;
      await router.announce(THEIRS);
      await withOurs(router, 'longLived', config, async ({ neighbor, established, down }) => {
        await eventually('the route', () => freshAndStale(neighbor, [THEIRS], []));
        await router.die();
        await down();
        const isMarked = (): true | null => {
          const [kept] = neighbor.routes('ipv4/unicast');
          return kept?.attributes.communities?.includes(LLGR_STALE) === true ? true : null;
        };
        await eventually('the mark', isMarked, { within: 20_000 });
        expect(freshAndStale(neighbor, [], [THEIRS])).to.equal(true);
        await router.revive([THEIRS]);
        await established();
        await eventually('a fresh route', () => freshAndStale(neighbor, [THEIRS], []), { within: 20_000 });
      });
      await router.withdraw(THEIRS);
    },
  },
];

const OURS = '203.0.113.65/32';
const THEIRS = '198.51.100.0/24';
const LLGR_STALE = 0xffff0006;
/** As routers write it. */
const STALE = /^(65535[:,]6|llgr-?stale)$/i;
