import { isSelected } from '../../model/selection.ts';
import { selectsAny } from '../../model/selector.ts';
import type { Draft } from '../drafts.ts';
import type { Pool } from '../../model/pool.ts';
import type { Sound } from './sound.ts';

/** Pools that nothing announces, or that are reserved for nobody. */
export function hintAtPools({ cluster, pools }: Sound): void {
  const { bgpAdvertisements, l2Advertisements, peers } = cluster.config;
  for (const draft of pools) {
    const { value: pool, report } = draft;
    hintAtAudience(draft, cluster.namespaces);
    const byBgp = bgpAdvertisements.filter((each) => isSelected(each.pools, pool));
    const isByL2 = l2Advertisements.some((each) => isSelected(each.pools, pool));
    const isTold = byBgp.some((each) => peers.some((peer) => isSelected(each.peers, peer)));
    if (pool.isAnnouncedElsewhere || isByL2) continue;
    if (byBgp.length === 0) {
      report.warning(
        'notAnnounced',
        '',
        null,
        'is advertised by nothing, so nobody will reach its addresses',
      );
    } else if (!isTold) {
      report.warning('notAnnounced', '', null, 'is advertised by BGP, but there is no peer to tell');
    }
  }
}

function hintAtAudience(
  { value, report, path }: Draft<Pool>,
  namespaces: Sound['cluster']['namespaces'],
): void {
  if (value.reservedFor === null || namespaces.length === 0) return;
  const { namespaces: names, namespaceSelectors } = value.reservedFor;
  if (names.length === 0 && namespaceSelectors.length === 0) return;
  const isAny = namespaces.some(
    ({ name, labels }) => names.includes(name) || selectsAny(namespaceSelectors, labels),
  );
  if (!isAny)
    report.warning('selectsNothing', path, null, 'reserves its addresses for namespaces that do not exist');
}
