import { sockets } from '@fairlead/netsys';
import { skipSuite } from '@fairlead/testing';
import type { Context } from 'mocha';

/** Called in `before`: skips the suite with a word where the addon of netsys is not compiled. */
export function requireAddon(context: Context): void {
  try {
    sockets.check({ ttl: 1 });
  } catch (error) {
    skipSuite(context, error instanceof Error ? error.message : String(error));
  }
}
