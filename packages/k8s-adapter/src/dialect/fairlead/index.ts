import type { Dialect } from '../dialect.ts';
import { readAddressPool } from './addressPool.ts';
import { readAdvertisement } from './advertisement.ts';
import { readBgpPeer } from './bgpPeer.ts';
import { readAddressClaim, readBfdProfile } from './others.ts';
import { ADDRESS_POOL } from './schema/addressPool.ts';
import { ADVERTISEMENT } from './schema/advertisement.ts';
import { BGP_PEER } from './schema/bgpPeer.ts';
import { ADDRESS_CLAIM, BFD_PROFILE } from './schema/others.ts';
import type { KindSchema } from './schema/schema.ts';
import { SPEAKER } from './schema/speaker.ts';

/** The API group of our own kinds. */
export const GROUP = 'fairlead.dev';
export const VERSION = 'v1alpha1';

/** Our own kinds, in the order of their definition. */
export const KINDS: readonly KindSchema[] = [
  ADDRESS_POOL,
  BGP_PEER,
  ADVERTISEMENT,
  BFD_PROFILE,
  ADDRESS_CLAIM,
  SPEAKER,
];

/** Our own resources, the superset of all others. */
export const fairlead: Dialect = {
  name: 'fairlead',
  groups: [GROUP],
  clusterScoped: KINDS.filter(({ namespaced }) => !namespaced).map(({ kind }) => kind),
  kinds: {
    'fairlead.dev/v1alpha1 AddressPool': readAddressPool,
    'fairlead.dev/v1alpha1 BgpPeer': readBgpPeer,
    'fairlead.dev/v1alpha1 Advertisement': readAdvertisement,
    'fairlead.dev/v1alpha1 BfdProfile': readBfdProfile,
    'fairlead.dev/v1alpha1 AddressClaim': readAddressClaim,
    'fairlead.dev/v1alpha1 Speaker': () => undefined,
  },
};
