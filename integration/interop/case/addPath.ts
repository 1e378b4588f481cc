import { community, route } from '@fairlead/bgp-core';
import type { Route } from '@fairlead/bgp-core';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import type { Router } from '../router/router.ts';
import { OUR_AS, withOurs } from '../session.ts';
import type { Case } from './case.ts';
import { noPathTo, pathsTo, pathTo } from './path.ts';

/** Several paths to one prefix (RFC 7911). */
export const addPathCases: readonly Case[] = [
  {
    feature: 'several paths of ours to one prefix (RFC 7911)',
    run: async (router) => {
      await send(router, '203.0.113.40/32');
      await send(router, '2001:db8:40::/48');
    },
  },
  {
    feature: 'several paths of the router to one prefix (RFC 7911)',
    run: receive,
  },
];

const BOTH = { addPath: { 'ipv4/unicast': 'both', 'ipv6/unicast': 'both' } } as const;

async function send(router: Router, prefix: string): Promise<void> {
  const path = (pathId: number, mark: number): Route => ({
    ...route(prefix, { communities: [community(`${OUR_AS}:${mark}`)], multiExitDisc: mark }),
    pathId,
  });
  await withOurs(router, 'addPath', BOTH, async ({ neighbor }) => {
    neighbor.announce(path(1, 1));
    neighbor.announce(path(2, 2));
    const marks = (await pathsTo(router, prefix, 2)).map(({ communities }) => communities.join());
    expect(marks.sort()).to.deep.equal([`${OUR_AS}:1`, `${OUR_AS}:2`]);
    neighbor.announce(path(2, 3));
    await eventually('the change of one path', async () =>
      (await router.pathsOf(prefix)).some(({ communities }) => communities.includes(`${OUR_AS}:3`))
        ? true
        : null,
    );
    neighbor.withdraw(path(1, 1).prefix, 1);
    const [last] = await pathsTo(router, prefix, 1);
    expect(last?.communities).to.deep.equal([`${OUR_AS}:3`]);
    neighbor.withdraw(path(2, 3).prefix, 2);
    await noPathTo(router, prefix);
  });
}

async function receive(router: Router): Promise<void> {
  const prefix = '198.51.100.0/24';
  if (router.announceTwo === null) {
    await withOurs(router, 'internal', {}, async ({ neighbor: source }) => {
      source.announce(route(prefix));
      await pathTo(router, prefix);
      await router.announce(prefix);
      await hear(router, prefix);
    });
  } else {
    await router.announceTwo(prefix);
    await hear(router, prefix);
  }
}

/** Two paths, and then one. */
async function hear(router: Router, prefix: string): Promise<void> {
  const config = { ...BOTH, importRoutes: 'all', adjRibIn: true } as const;
  await withOurs(router, 'addPath', config, async ({ neighbor }) => {
    const ids = (): readonly number[] => [...neighbor.routes('ipv4/unicast')].map(({ pathId }) => pathId);
    await eventually('two paths', () => (new Set(ids()).size === 2 ? true : null));
    await router.withdraw(prefix);
    await eventually('one path', () => (ids().length === 1 ? true : null));
  });
}
