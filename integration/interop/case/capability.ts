import { route } from '@fairlead/bgp-core';
import { asn } from '@fairlead/inet';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { LARGE_AS, withOurs } from '../session.ts';
import type { Case } from './case.ts';
import { tenThousand } from './announce.ts';

/** What two OPENs can agree on. */
export const capabilityCases: readonly Case[] = [
  {
    feature: 'messages of 65,535 octets (RFC 8654)',
    lacks: { BIRD: 'wants the mark that RFC 8654 gave up', GoBGP: 'has them since 4.7' },
    run: async (router) => {
      await withOurs(router, 'external', {}, async ({ neighbor }) => {
        const before = neighbor.status().counters.sent.update;
        neighbor.advertise(tenThousand(1));
        await eventually('all routes', async () => ((await router.count('ipv4')) >= 10_000 ? true : null), {
          within: 30_000,
        });
        expect(neighbor.status().counters.sent.update - before).to.be.at.most(3);
      });
    },
  },
  {
    feature: 'AS numbers of four octets (RFC 6793)',
    run: async (router) => {
      await withOurs(router, 'external', {}, async ({ neighbor }) => {
        neighbor.announce(route('203.0.113.8/32', { asPath: [{ kind: 'sequence', asns: [asn(LARGE_AS)] }] }));
        await eventually('the path', async () =>
          (await router.pathsOf('203.0.113.8/32'))[0]?.asPath === `65001 ${LARGE_AS}` ? true : null,
        );
      });
    },
  },
];
