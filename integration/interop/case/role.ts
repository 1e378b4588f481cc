import { route } from '@fairlead/bgp-core';
import { OpenError } from '@fairlead/bgp-core/wire';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { OUR_AS, startOurs, withOurs } from '../session.ts';
import type { Case } from './case.ts';
import { pathTo } from './path.ts';

const lacks: NonNullable<Case['lacks']> = { GoBGP: 'does not have them', ExaBGP: 'does not have them' };

/** Providers and customers (RFC 9234). */
export const roleCases: readonly Case[] = [
  {
    feature: 'roles that match, and OTC on what we announce (RFC 9234)',
    lacks,
    run: async (router) => {
      await withOurs(router, 'role', { role: 'provider', strictRole: true }, async ({ neighbor }) => {
        expect(neighbor.status().session?.role).to.equal('provider');
        neighbor.announce(route('203.0.113.45/32'));
        await pathTo(router, '203.0.113.45/32');
        expect(await router.describe('203.0.113.45/32')).to.match(
          new RegExp(`"otc":${OUR_AS}|BGP.otc: ${OUR_AS}`),
        );
      });
    },
  },
  {
    feature: 'roles that do not match are refused (RFC 9234)',
    lacks,
    run: async (router) => {
      const ours = await startOurs(router, 'role', { role: 'customer' });
      try {
        const said = await eventually('a refusal', () => {
          const { sent, received } = ours.neighbor.status().lastEnding ?? {};
          return sent ?? received ?? null;
        });
        expect([said.code, said.subcode]).to.deep.equal([2, OpenError.roleMismatch]);
        expect(ours.neighbor.status().counters.established).to.equal(0);
      } finally {
        await ours.close();
      }
    },
  },
];
