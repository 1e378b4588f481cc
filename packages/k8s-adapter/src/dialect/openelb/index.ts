import type { Dialect } from '../dialect.ts';
import { readBgpConf } from './bgpConf.ts';
import { readBgpPeer } from './bgpPeer.ts';
import { readEip } from './eip.ts';

/** The resources of OpenELB, formerly Porter. */
export const openelb: Dialect = {
  name: 'openelb',
  groups: ['network.kubesphere.io'],
  clusterScoped: ['Eip', 'BgpConf', 'BgpPeer'],
  kinds: {
    'network.kubesphere.io/v1alpha2 Eip': readEip,
    'network.kubesphere.io/v1alpha1 Eip': readEip,
    'network.kubesphere.io/v1alpha2 BgpConf': readBgpConf,
    'network.kubesphere.io/v1alpha1 BgpConf': readBgpConf,
    'network.kubesphere.io/v1alpha2 BgpPeer': readBgpPeer,
    'network.kubesphere.io/v1alpha1 BgpPeer': readBgpPeer,
  },
};
