import { skipSuite } from '@fairlead/testing';
import type { Context } from 'mocha';
import { addon } from '../../src/addon.ts';

/** Called in `before`: leaves the suite out where the addon is missing. */
export function requireAddon(context: Context): void {
  try {
    addon();
  } catch (error) {
    skipSuite(context, error instanceof Error ? error.message : String(error));
  }
}
