import { route } from '@fairlead/bgp-core';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import type { Router } from '../router/router.ts';
import type { OurSide } from '../session.ts';
import { withOurs } from '../session.ts';
import type { Case } from './case.ts';
import { pathTo } from './path.ts';

/** Routes said again without a new session. */
export const refreshCases: readonly Case[] = [
  {
    feature: 'our routes said again when the router asks (RFC 2918)',
    lacks: { GoBGP: 'never asks' },
    run: async (router) => {
      await answer(router, async () => {
        await Promise.resolve();
      });
    },
  },
  {
    feature: 'our answer with a mark at both ends (RFC 7313)',
    lacks: { GoBGP: 'does not have it' },
    run: async (router) => {
      await answer(router, async ({ neighbor }) => {
        expect(neighbor.status().session?.enhancedRouteRefresh).to.equal(true);
        await eventually('both marks', () =>
          neighbor.status().counters.sent.routeRefresh >= 2 ? true : null,
        );
      });
    },
  },
  {
    feature: "the router's routes said again when we ask",
    run: async (router) => {
      await router.announce('198.51.100.0/24');
      await withOurs(router, 'external', { importRoutes: 'all', adjRibIn: true }, async ({ neighbor }) => {
        const has = (): true | null => {
          const [first] = neighbor.routes('ipv4/unicast');
          return first?.prefix === '198.51.100.0/24' && !first.isStale ? true : null;
        };
        await eventually('the route', has);
        let heard = 0;
        neighbor.on('update', () => heard++);
        expect(neighbor.requestRoutes()).to.equal(true);
        await eventually('the answer', () => (heard > 0 ? true : null));
        await eventually('the route, again', has);
      });
      await router.withdraw('198.51.100.0/24');
    },
  },
];

/** Lets the router ask while it has a route of ours, and checks that it keeps the route. */
async function answer(router: Router, more: (ours: OurSide) => Promise<void>): Promise<void> {
  await withOurs(router, 'external', {}, async (ours) => {
    const { neighbor } = ours;
    neighbor.announce(route('203.0.113.9/32'));
    await pathTo(router, '203.0.113.9/32');
    const before = neighbor.status().counters;
    await router.refresh('external');
    await eventually('the request', () =>
      neighbor.status().counters.received.routeRefresh > before.received.routeRefresh ? true : null,
    );
    await eventually('the answer', () =>
      neighbor.status().counters.sent.update > before.sent.update ? true : null,
    );
    await more(ours);
    expect(neighbor.status().counters.established).to.equal(1);
    await pathTo(router, '203.0.113.9/32');
  });
}
