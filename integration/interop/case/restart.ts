import { join } from 'node:path';
import { route } from '@fairlead/bgp-core';
import type { Neighbor } from '@fairlead/bgp-core/node';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { openLab, startDaemon } from '../../lab/index.ts';
import type { Router } from '../router/router.ts';
import { ownConfig, withOurs } from '../session.ts';
import type { SessionName } from '../session.ts';
import type { Case } from './case.ts';
import { noPathTo, pathTo } from './path.ts';

/** The ends of a router, and its returns. */
export const restartCases: readonly Case[] = [
  {
    feature: 'a router that falls silent: our hold timer expires, and the session comes back',
    run: async (router) => {
      await withOurs(router, 'external', { holdTime: 3 }, async ({ neighbor, established, down }) => {
        const daemon = router.daemon();
        neighbor.announce(route('203.0.113.50/32'));
        await pathTo(router, '203.0.113.50/32');
        daemon.signal('SIGSTOP');
        try {
          await down();
          const { reason, sent } = neighbor.status().lastEnding ?? {};
          expect([reason, sent?.code]).to.deep.equal(['holdTimerExpired', 4]);
        } finally {
          daemon.signal('SIGCONT');
        }
        await established();
        await pathTo(router, '203.0.113.50/32');
      });
    },
  },
  {
    feature: 'our silence: the hold timer of the router expires, our routes go, and the session comes back',
    run: async (router) => {
      const lab = openLab();
      try {
        const own = { ...ownConfig(router, 'external', { holdTime: 3 }), prefix: '203.0.113.52/32' };
        const ours = startDaemon(lab, {
          name: 'ours',
          program: { path: process.execPath, over: null },
          args: ['--conditions=@fairlead/source', SPEAKER, JSON.stringify(own)],
        });
        await router.ready();
        await pathTo(router, own.prefix, 40_000);
        const before = (await router.log()).length;
        ours.signal('SIGSTOP');
        await eventually('the router gives us up', () => isGone(router, 'external'), { within: 30_000 });
        await noPathTo(router, own.prefix);
        expect((await router.log()).slice(before)).to.match(/hold.?timer/i);
        ours.signal('SIGCONT');
        await pathTo(router, own.prefix, 40_000);
        await ours.stop();
      } finally {
        await lab.close();
      }
      await eventually('the router notices the end', () => isGone(router, 'external'));
    },
  },
  {
    feature: 'a router that dies and starts again: it gets our routes again',
    run: async (router) => {
      await withOurs(router, 'external', {}, async ({ neighbor, established, down }) => {
        neighbor.announce(route('203.0.113.51/32'));
        await pathTo(router, '203.0.113.51/32');
        await router.die();
        await down();
        await router.revive();
        await established();
        await pathTo(router, '203.0.113.51/32');
      });
    },
  },
];

const SPEAKER = join(import.meta.dirname, '../speakerProcess.ts');

/** What a router lacks that does not have a table. */
export const KEEPS_NO_ROUTES: NonNullable<Case['lacks']> = { ExaBGP: 'keeps no routes' };

/** Whether the router says that a session is down. */
export async function isGone(router: Router, session: SessionName): Promise<true | null> {
  return (await router.isUp(session)) ? null : true;
}

/** Whether the routes of IPv4 that we have of the router are these. */
export function freshAndStale(
  neighbor: Neighbor,
  fresh: readonly string[],
  stale: readonly string[],
): true | null {
  const routes = [...neighbor.routes('ipv4/unicast')];
  const are = (wanted: readonly string[], isStale: boolean): boolean => {
    const found = routes.filter((one) => one.isStale === isStale).map(({ prefix }) => prefix);
    return found.sort().join() === [...wanted].sort().join();
  };
  return are(fresh, false) && are(stale, true) ? true : null;
}
