import type { Dialect } from '../dialect.ts';
import type { KubernetesObject } from '../metadata.ts';
import { readAddressPool } from './addressPool.ts';
import { readBfdProfile } from './bfdProfile.ts';
import { readBgpAdvertisement } from './bgpAdvertisement.ts';
import { readBgpPeer } from './bgpPeer.ts';
import { readCommunity } from './community.ts';
import { readL2Advertisement } from './l2Advertisement.ts';
import { readIpAddressPool } from './pool.ts';

/** The resources of MetalLB 0.13 to 0.16, and its retired AddressPool. */
export const metallb: Dialect = {
  name: 'metallb',
  groups: ['metallb.io'],
  clusterScoped: [],
  kinds: {
    'metallb.io/v1beta1 IPAddressPool': readIpAddressPool,
    'metallb.io/v1beta1 BGPAdvertisement': readBgpAdvertisement,
    'metallb.io/v1beta1 L2Advertisement': readL2Advertisement,
    'metallb.io/v1beta1 BGPPeer': readBgpPeer,
    'metallb.io/v1beta2 BGPPeer': readBgpPeer,
    'metallb.io/v1beta1 BFDProfile': readBfdProfile,
    'metallb.io/v1beta1 Community': readCommunity,
    'metallb.io/v1alpha1 AddressPool': readAddressPool,
    'metallb.io/v1beta1 AddressPool': readAddressPool,
    'metallb.io/v1beta1 MetalLB': readOperatorObject,
    'metallb.io/v1beta1 ServiceL2Status': ignoreStatus,
    'metallb.io/v1beta1 ServiceBGPStatus': ignoreStatus,
    'metallb.io/v1beta1 ConfigurationState': ignoreStatus,
  },
};

function readOperatorObject({ report }: KubernetesObject): void {
  report.note('notNeeded', '', null, 'is for the operator of MetalLB, which Fairlead does not need');
}

/** Other speakers write these; nothing is read from them. */
function ignoreStatus(): void {
  return undefined;
}
