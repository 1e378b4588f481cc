import { route } from '@fairlead/bgp-core';
import { asn } from '@fairlead/inet';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { LARGE_AS, ourAs, ROUTER_AS, withOurs } from '../session.ts';
import type { Case } from './case.ts';
import { tenThousand } from './announce.ts';
import { pathTo } from './path.ts';

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
  {
    feature: 'our AS number of elsewhere behind that of the session (RFC 7705)',
    run: async (router) => {
      await withOurs(router, 'external', { globalAs: 64999 }, async ({ neighbor }) => {
        neighbor.announce(route('203.0.113.9/32'));
        const { asPath } = await pathTo(router, '203.0.113.9/32');
        expect(asPath).to.equal(`${ourAs('external', router.name)} 64999`);
      });
    },
  },
  {
    feature: 'a router that knows AS numbers of two octets only (RFC 6793)',
    lacks: { GoBGP: 'always says that it knows four' },
    run: async (router) => {
      const config = { families: ['ipv4/unicast'], importRoutes: 'all', adjRibIn: true } as const;
      await router.announce('198.51.100.0/24');
      await withOurs(router, 'twoOctetAs', config, async ({ neighbor }) => {
        const asPath = [{ kind: 'sequence', asns: [asn(4_200_000_011), asn(65010)] }] as const;
        neighbor.announce(route('203.0.113.80/32', { asPath }));
        const path = await pathTo(router, '203.0.113.80/32');
        // What is too large for it stands in AS4_PATH, which it may know nevertheless.
        const own = ourAs('twoOctetAs', router.name);
        expect(path.asPath).to.be.oneOf([`${own} 4200000011 65010`, '23456 23456 65010']);
        const received = await eventually('a route', () => [...neighbor.routes('ipv4/unicast')][0] ?? null);
        expect(received.attributes.asPath).to.deep.equal([{ kind: 'sequence', asns: [ROUTER_AS] }]);
      });
      await router.withdraw('198.51.100.0/24');
    },
  },
];
