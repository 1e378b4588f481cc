import { route } from '@fairlead/bgp-core';
import { Cease } from '@fairlead/bgp-core/wire';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { withOurs } from '../session.ts';
import type { Case } from './case.ts';
import { isLogged, reasonOf } from './notification.ts';
import { isGone } from './restart.ts';

/** More prefixes than the other side takes (RFC 4486 §4). */
export const limitCases: readonly Case[] = [
  {
    feature: "the router's prefix limit, reached by us (RFC 4486)",
    lacks: { ExaBGP: 'has no limit' },
    run: async (router) => {
      await withOurs(router, 'limited', {}, async ({ neighbor, down }) => {
        neighbor.advertise(Array.from({ length: 12 }, (_, index) => route(`203.0.113.${index}/32`)));
        await down();
        const { code, subcode } = reasonOf(neighbor) ?? {};
        expect([code, subcode]).to.deep.equal([6, Cease.maximumPrefixes]);
      });
    },
  },
  {
    feature: 'our prefix limit, reached by the router (RFC 4486)',
    run: async (router) => {
      const prefixes = ['198.51.100.0/26', '198.51.100.64/26', '198.51.100.128/26'];
      const config = { importRoutes: 'all', prefixLimit: { maximum: 2 } } as const;
      await withOurs(router, 'external', config, async ({ neighbor, down }) => {
        for (const prefix of prefixes) await router.announce(prefix);
        await down();
        const { reason, sent } = neighbor.status().lastEnding ?? {};
        expect([reason, sent?.code, sent?.subcode]).to.deep.equal(['prefixLimitReached', 6, 1]);
        await eventually('the router notices', async () => await isGone(router, 'external'));
        await isLogged(router, TOO_MANY);
      });
      for (const prefix of prefixes) await router.withdraw(prefix);
    },
  },
];

/** How a router tells of it. */
const TOO_MANY = /maximum number of prefixes reached|notification received \(6,1\)/i;
