import { DIALECT_LABEL } from '../dialect/openelb/label.ts';
import type { Config } from '../model/cluster.ts';
import type { IsKept } from './conversion.ts';

/** Without what stays as it is: an OpenELB BgpPeer has the reference of one of ours, and a label that tells it. */
export function withoutKept(
  config: Config,
  isKept: IsKept,
): Pick<Config, 'pools' | 'claims' | 'peers' | 'bfdProfiles'> {
  return {
    pools: config.pools.filter(({ ref }) => !isKept(ref)),
    claims: config.claims.filter(({ ref }) => !isKept(ref)),
    peers: config.peers.filter(({ ref, labels }) => DIALECT_LABEL in labels || !isKept(ref)),
    bfdProfiles: config.bfdProfiles.filter(({ ref }) => !isKept(ref)),
  };
}

/** The label by which pools of OpenELB find its peers says nothing where there are no others. */
export function withoutDialectLabel(config: Config): Config {
  if (!config.peers.every(({ labels }) => DIALECT_LABEL in labels)) return config;
  return {
    ...config,
    peers: config.peers.map((peer) => ({
      ...peer,
      labels: Object.fromEntries(Object.entries(peer.labels).filter(([name]) => name !== DIALECT_LABEL)),
    })),
    bgpAdvertisements: config.bgpAdvertisements.map((each) => {
      const selectors = each.peers.selectors.filter(({ matchLabels }) => !(DIALECT_LABEL in matchLabels));
      return { ...each, peers: { ...each.peers, selectors } };
    }),
  };
}
