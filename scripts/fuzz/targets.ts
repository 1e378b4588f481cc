import type { FuzzTarget } from '@fairlead/testing';
import { bgp } from '../../packages/bgp-core/test/fuzz/bgp.ts';

/** Everything that `npm run fuzz` knows. */
export const targets: readonly FuzzTarget[] = [bgp];
