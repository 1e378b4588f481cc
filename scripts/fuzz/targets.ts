import type { FuzzTarget } from '@fairlead/testing';
import { bgp } from '../../packages/bgp-core/test/fuzz/bgp.ts';
import { peer } from '../../packages/bgp-core/test/fuzz/peer.ts';
import { l2 } from '../../packages/l2-core/test/fuzz/l2.ts';

/** Everything that `npm run fuzz` knows. */
export const targets: readonly FuzzTarget[] = [bgp, peer, l2];
