import { eventually } from '@fairlead/testing';
import type { RoutePath } from '../../lab/index.ts';
import type { Router } from '../router/router.ts';

/** Waits until the router has a path to a prefix. */
export async function pathTo(router: Router, prefix: string, within = 10_000): Promise<RoutePath> {
  const probe = async (): Promise<RoutePath | null> => (await router.pathsOf(prefix))[0] ?? null;
  return await eventually(`a path to ${prefix}`, probe, { within });
}

/** Waits until the router has so many paths to a prefix. */
export async function pathsTo(router: Router, prefix: string, count: number): Promise<readonly RoutePath[]> {
  return await eventually(`${count} paths to ${prefix}`, async () => {
    const paths = await router.pathsOf(prefix);
    return paths.length === count ? paths : null;
  });
}

/** Waits until the router has no path to a prefix. */
export async function noPathTo(router: Router, prefix: string): Promise<void> {
  await pathsTo(router, prefix, 0);
}
