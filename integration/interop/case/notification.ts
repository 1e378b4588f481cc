import { route } from '@fairlead/bgp-core';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { Cease, hardResetReason, shutdownCommunication } from '@fairlead/bgp-core/wire';
import type { Notification } from '@fairlead/bgp-core/wire';
import type { Neighbor } from '@fairlead/bgp-core/node';
import type { Router } from '../router/router.ts';
import { withOurs } from '../session.ts';
import type { Case } from './case.ts';
import { noPathTo, pathTo } from './path.ts';
import { freshAndStale, isGone, KEEPS_NO_ROUTES } from './restart.ts';

/** Goodbyes, with a reason that the other side's operator reads, and with or without our routes. */
export const notificationCases: readonly Case[] = [
  {
    feature: "our shutdown with a text, which is in the router's log (RFC 9003)",
    lacks: { ExaBGP: 'takes a text for an error' },
    run: async (router) => {
      await withOurs(router, 'external', {}, async ({ neighbor }) => {
        neighbor.stop({ text: 'moved to rack 7, back at 14:00' });
        await isLogged(router, /moved to rack 7, back at 14:00/);
        await eventually('the router notices', async () => await isGone(router, 'external'));
      });
    },
  },
  {
    feature: "the router's shutdown with a text, which we tell (RFC 9003)",
    lacks: { ExaBGP: 'says no text' },
    run: async (router) => {
      await withOurs(router, 'external', {}, async ({ neighbor, established, down }) => {
        await router.shutDown('external', 'moved to rack 8');
        await down();
        await router.open('external');
        const received = reasonOf(neighbor);
        expect(received?.subcode).to.equal(Cease.administrativeShutdown);
        expect(received === null ? null : shutdownCommunication(received)).to.equal('moved to rack 8');
        await established();
      });
    },
  },
  {
    feature: 'our NOTIFICATION leaves our routes where they are (RFC 8538)',
    lacks: { ...KEEPS_NO_ROUTES, BIRD: 'does not have it' },
    run: async (router) => {
      await leave(router, async (neighbor) => {
        neighbor.stop({ reason: 'administrativeReset', restartAfter: 2 });
        await eventually('the router notices', async () => await isGone(router, 'graceful'));
        expect(await router.pathsOf(PREFIX)).to.have.length(1);
      });
    },
  },
  {
    feature: 'our hard reset takes them along (RFC 8538)',
    lacks: { ...KEEPS_NO_ROUTES, BIRD: 'does not have it' },
    run: async (router) => {
      await leave(router, async (neighbor) => {
        neighbor.stop({ reason: 'administrativeShutdown', restartAfter: 2 });
        await noPathTo(router, PREFIX);
        expect(neighbor.status().lastEnding?.sent?.subcode).to.equal(Cease.hardReset);
      });
    },
  },
  {
    feature: "the router's hard reset takes its routes along (RFC 8538)",
    lacks: { BIRD: 'does not have it', GoBGP: 'says it only where told to', ExaBGP: 'does not have it' },
    run: async (router) => {
      await router.announce('198.51.100.0/24');
      const config = { gracefulRestart: {}, importRoutes: 'all', adjRibIn: true, idleHoldTime: 3 } as const;
      await withOurs(router, 'graceful', config, async ({ neighbor, down, established }) => {
        await eventually('the route', () => freshAndStale(neighbor, ['198.51.100.0/24'], []));
        await router.reset('graceful');
        await down();
        expect(neighbor.status().lastEnding?.received?.subcode).to.equal(Cease.hardReset);
        expect(freshAndStale(neighbor, [], [])).to.equal(true);
        await established();
      });
      await router.withdraw('198.51.100.0/24');
    },
  },
];

const PREFIX = '203.0.113.70/32';

async function leave(router: Router, how: (neighbor: Neighbor) => Promise<void>): Promise<void> {
  const config = { gracefulRestart: { restartTime: 60 } };
  await withOurs(router, 'graceful', config, async ({ neighbor, established, down }) => {
    neighbor.announce(route(PREFIX));
    await pathTo(router, PREFIX);
    await how(neighbor);
    await down();
    await established();
    await pathTo(router, PREFIX);
  });
}

/** What the router said last, without the hard reset that it may have wrapped it in. */
export function reasonOf(neighbor: Neighbor): Notification | null {
  const received = neighbor.status().lastEnding?.received ?? null;
  return received === null ? null : (hardResetReason(received) ?? received);
}

export async function isLogged(router: Router, text: RegExp): Promise<void> {
  await eventually(`${text.source} in the log`, async () => (text.test(await router.log()) ? true : null));
}
