import type { BgpAdvertisement } from '../../model/advertisement.ts';
import { formatCommunity } from '../../model/community.ts';
import type { Peer } from '../../model/peer.ts';
import { isSelected } from '../../model/selection.ts';
import { compact } from '../conversion.ts';
import { selectorFields } from '../selector.ts';
import type { LossList } from './lossList.ts';

/** The spec of a BGPAdvertisement; `null` where it would tell others than it should. */
export function metallbBgpAdvertisement(
  advertisement: BgpAdvertisement,
  names: ReadonlyMap<Peer, string>,
  losses: LossList,
): object | null {
  const { attributes, aggregationLength, nextHops } = advertisement;
  const peers = [...names.keys()];
  const addressed = peers.filter((peer) => isSelected(advertisement.peers, peer));
  const isForAll = advertisement.peers.names.length === 0 && advertisement.peers.selectors.length === 0;
  if (!isForAll && addressed.length === 0) {
    losses.add('peers', 'select no peer, so the advertisement is left out');
    return null;
  }
  losses.when(
    advertisement.peers.selectors.length > 0 && addressed.length < peers.length,
    'peerSelectors',
    'become the names of the peers that they select now',
  );
  losses.when(
    advertisement.namespaces.length > 0,
    'namespaces',
    'has no equivalent; Services of all namespaces are announced',
  );
  losses.when(attributes.med !== null, 'med');
  losses.when(
    nextHops.kind === 'nodes',
    'nextHops',
    'has no equivalent; each speaker announces itself alone',
  );
  losses.when(advertisement.bandwidthPerEndpoint !== null, 'megabitsPerEndpoint');
  const extended = attributes.communities.filter(({ kind }) => kind === 'extended');
  losses.when(
    extended.length > 0,
    'communities',
    `has no equivalent for ${extended.map(formatCommunity).join(', ')}`,
  );
  return compact(
    {
      ipAddressPools: advertisement.pools.names,
      ipAddressPoolSelectors: selectorFields(advertisement.pools.selectors),
      serviceSelectors: selectorFields(advertisement.serviceSelectors),
      nodeSelectors: selectorFields(advertisement.nodeSelectors),
      peers:
        isForAll || addressed.length === peers.length
          ? []
          : addressed.map((peer) => names.get(peer) ?? peer.name),
      aggregationLength: aggregationLength.ipv4,
      aggregationLengthV6: aggregationLength.ipv6,
      localPref: attributes.localPref,
      asPathPrepend: attributes.prepend,
      communities: attributes.communities.filter(({ kind }) => kind !== 'extended').map(formatCommunity),
    },
    { aggregationLength: 32, aggregationLengthV6: 128, asPathPrepend: 0 },
  );
}
