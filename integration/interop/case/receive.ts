import type { ReceivedUpdate, Update } from '@fairlead/bgp-core/wire';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { ROUTER_AS, withOurs } from '../session.ts';
import type { Router } from '../router/router.ts';
import type { Case } from './case.ts';

/** Routes of the router, as we see them. */
export const receiveCases: readonly Case[] = [
  {
    feature: "the router's IPv4 routes received and withdrawn",
    run: async (router) => {
      await receive(router, '198.51.100.0/24');
    },
  },
  {
    feature: "the router's IPv6 routes received and withdrawn",
    run: async (router) => {
      await receive(router, '2001:db8:51::/48');
    },
  },
];

async function receive(router: Router, prefix: string): Promise<void> {
  await withOurs(router, 'external', { importRoutes: 'all' }, async ({ neighbor }) => {
    const updates: Update[] = [];
    neighbor.on('update', (update: ReceivedUpdate) => updates.push(update.detach()));
    await router.announce(prefix);
    const announced = await eventually(
      'the route',
      () => updates.find((one) => announcedIn(one).includes(prefix)) ?? null,
    );
    expect(announced.attributes.asPath).to.deep.equal([{ kind: 'sequence', asns: [ROUTER_AS] }]);
    await router.withdraw(prefix);
    await eventually('the withdrawal', () =>
      updates.some((one) => withdrawnIn(one).includes(prefix)) ? true : null,
    );
  });
}

function announcedIn({ announced, mpReach }: Update): readonly string[] {
  const more = mpReach?.kind === 'unicast' ? mpReach.announced : [];
  return [...announced, ...more].map(({ prefix }) => prefix);
}

function withdrawnIn({ withdrawn, mpUnreach }: Update): readonly string[] {
  const more = mpUnreach.flatMap((unreach) => (unreach.kind === 'unicast' ? unreach.withdrawn : []));
  return [...withdrawn, ...more].map(({ prefix }) => prefix);
}
