import { isSelected } from '../../model/selection.ts';
import type { Sound } from './sound.ts';

/** BFD echo does not go together with IPv6 addresses. */
export function hintAtEcho({ cluster, peers }: Sound): void {
  const { pools, bgpAdvertisements, bfdProfiles } = cluster.config;
  for (const { value: peer, report, path } of peers) {
    const profile = bfdProfiles.find(({ name }) => name === peer.bfdProfile);
    if (profile === undefined || profile.echoInterval === null) continue;
    const pool = pools.find((each) => {
      const isTold = bgpAdvertisements.some(
        (advertisement) => isSelected(advertisement.peers, peer) && isSelected(advertisement.pools, each),
      );
      return isTold && each.ranges.some(({ family }) => family === 'ipv6');
    });
    if (pool === undefined) continue;
    const message = `is "${profile.name}", whose echo mode does not go with the IPv6 addresses of pool ${pool.name}`;
    report.error('conflict', `${path}.bfdProfile`, profile.name, message);
  }
}
