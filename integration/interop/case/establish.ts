import { expect } from 'chai';
import type { UnicastFamily } from '@fairlead/bgp-core/wire';
import { withOurs } from '../session.ts';
import type { SessionName } from '../session.ts';
import type { Router } from '../router/router.ts';
import type { Case } from './case.ts';

/** Sessions of every kind. */
export const establishCases: readonly Case[] = [
  {
    feature: 'an external session with both families over IPv4',
    run: async (router) => {
      await establish(router, 'external', ['ipv4/unicast', 'ipv6/unicast']);
    },
  },
  {
    feature: 'an external session with IPv4 alone',
    run: async (router) => {
      await establish(router, 'external', ['ipv4/unicast']);
    },
  },
  {
    feature: 'an external session with IPv6 alone',
    run: async (router) => {
      await establish(router, 'external', ['ipv6/unicast']);
    },
  },
  {
    feature: 'an internal session',
    run: async (router) => {
      await establish(router, 'internal', ['ipv4/unicast', 'ipv6/unicast']);
    },
  },
  {
    feature: 'a session over IPv6',
    run: async (router) => {
      await establish(router, 'overIpv6', ['ipv4/unicast', 'ipv6/unicast']);
    },
  },
];

async function establish(
  router: Router,
  session: SessionName,
  families: readonly UnicastFamily[],
): Promise<void> {
  await withOurs(router, session, { families }, async ({ neighbor }) => {
    const agreed = neighbor.status().session;
    expect([...(agreed?.families ?? [])]).to.have.members(families);
    expect(agreed?.peerType).to.equal(session === 'internal' ? 'ibgp' : 'ebgp');
    await Promise.resolve();
  });
}
