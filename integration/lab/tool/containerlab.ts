import { CommandError, run } from '../command.ts';
import { found, missing } from './lookup.ts';
import type { Lookup } from './lookup.ts';

/** containerlab comes from no package archive: it is there, or it is not. */
export async function findContainerlab(): Promise<Lookup> {
  try {
    const path = (await run(['which', 'containerlab'])).trim();
    return found([['containerlab', { path, over: null }]]);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return missing('containerlab is not on the PATH: install it as https://containerlab.dev says');
  }
}
