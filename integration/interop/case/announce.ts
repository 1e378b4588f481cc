import { ipv4Prefix } from '@fairlead/inet';
import { community, route } from '@fairlead/bgp-core';
import type { Route } from '@fairlead/bgp-core';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import type { Router } from '../router/router.ts';
import { OUR_AS, oursOn, withOurs } from '../session.ts';
import type { Case } from './case.ts';
import { noPathTo, pathTo } from './path.ts';

/** Routes that we announce, change and withdraw, as the router sees them. */
export const announceCases: readonly Case[] = [
  {
    feature: 'an IPv4 route announced, changed and withdrawn',
    run: async (router) => {
      await oneRoute(router, '203.0.113.7/32', oursOn(router.link, 'external').ipv4);
    },
  },
  {
    feature: 'an IPv6 route announced, changed and withdrawn',
    run: async (router) => {
      await oneRoute(router, '2001:db8:7::7/128', oursOn(router.link, 'external').ipv6);
    },
  },
  {
    feature: 'an IPv6 route with a link-local next hop beside the global one (RFC 2545)',
    lacks: { FRR: 'takes it only where zebra tells it the interfaces', GoBGP: 'shows the global one only' },
    run: async (router) => {
      const nextHop = { ipv6LinkLocal: 'interface' } as const;
      await withOurs(router, 'overIpv6', { nextHop }, async ({ neighbor }) => {
        neighbor.announce(route('2001:db8:25::/48'));
        await pathTo(router, '2001:db8:25::/48');
        expect(await router.describe('2001:db8:25::/48')).to.match(/fe80::/);
      });
    },
  },
  {
    feature: 'an IPv4 route with an IPv6 next hop (RFC 8950)',
    run: async (router) => {
      await withOurs(router, 'overIpv6', {}, async ({ neighbor }) => {
        neighbor.announce(route('203.0.113.7/32'));
        const path = await pathTo(router, '203.0.113.7/32');
        expect(path.nextHops).to.include(oursOn(router.link, 'overIpv6').ipv6);
      });
    },
  },
  {
    feature: '10,000 routes announced, changed and withdrawn',
    run: async (router) => {
      await withOurs(router, 'external', {}, async ({ neighbor }) => {
        const others = await router.count('ipv4');
        neighbor.advertise(tenThousand(1));
        await eventually(
          'all routes',
          async () => ((await router.count('ipv4')) === others + 10_000 ? true : null),
          PATIENCE,
        );
        neighbor.advertise(tenThousand(2));
        await eventually(
          'the change',
          async () => {
            const last = await router.pathsOf('10.0.39.15/32');
            return last[0]?.communities.join() === `${OUR_AS}:2` ? true : null;
          },
          PATIENCE,
        );
        neighbor.advertise([]);
        await eventually(
          'no routes',
          async () => ((await router.count('ipv4')) === others ? true : null),
          PATIENCE,
        );
      });
    },
  },
];

async function oneRoute(router: Router, prefix: string, nextHop: string): Promise<void> {
  await withOurs(router, 'external', {}, async ({ neighbor }) => {
    neighbor.announce(route(prefix, { communities: [community(`${OUR_AS}:1`)], multiExitDisc: 10 }));
    const first = await pathTo(router, prefix);
    expect(first).to.deep.include({
      asPath: String(OUR_AS),
      communities: [`${OUR_AS}:1`],
      med: 10,
      origin: 'IGP',
    });
    expect(first.nextHops).to.include(nextHop);
    neighbor.announce(route(prefix, { communities: [community(`${OUR_AS}:2`)], multiExitDisc: 20 }));
    await eventually('the change', async () => ((await router.pathsOf(prefix))[0]?.med === 20 ? true : null));
    neighbor.withdraw(route(prefix).prefix);
    await noPathTo(router, prefix);
  });
}

/** Routes with a community of ours, which tells one set of them from another. */
export function tenThousand(mark: number): readonly Route[] {
  const attributes = { communities: [community(`${OUR_AS}:${mark}`)] };
  return Array.from({ length: 10_000 }, (_, index) => ({
    prefix: ipv4Prefix(0x0a000000 + index, 32),
    attributes,
  }));
}

const PATIENCE = { within: 30_000, every: 200 };
