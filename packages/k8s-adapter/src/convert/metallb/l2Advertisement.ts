import { DEFAULT_ELECTION } from '../../decide/elect.ts';
import { ELECTION_ANNOTATION } from '../../dialect/election.ts';
import type { L2Advertisement } from '../../model/advertisement.ts';
import { compact } from '../conversion.ts';
import { selectorField, selectorFields } from '../selector.ts';
import type { LossList } from './lossList.ts';

/** The spec of an L2Advertisement. */
export function metallbL2Advertisement(advertisement: L2Advertisement, losses: LossList): object {
  const { pools, interfaces, preferredNodes, election, virtualMac, namespaces } = advertisement;
  const { failback, preferEndpoints } = election ?? DEFAULT_ELECTION;
  losses.when(
    election?.mode === 'spread',
    'election',
    'is Spread, but MetalLB elects by a hash of node and address: under it, addresses may have other owners',
  );
  losses.when(failback !== DEFAULT_ELECTION.failback, 'failback');
  losses.when(preferEndpoints, 'preferEndpoints');
  losses.when(virtualMac, 'virtualMac');
  losses.when(
    namespaces.length > 0,
    'namespaces',
    'has no equivalent; Services of all namespaces are announced',
  );
  return compact({
    ipAddressPools: pools.names,
    ipAddressPoolSelectors: selectorFields(pools.selectors),
    serviceSelectors: selectorFields(advertisement.serviceSelectors),
    nodeSelectors: selectorFields(advertisement.nodeSelectors),
    interfaces,
    preferredNodeSelectors: preferredNodes.map(({ weight, selector }) => ({
      weight,
      preference: selectorField(selector),
    })),
  });
}

/** Keeps the election when Fairlead reads the object again; MetalLB passes the annotation over and elects like that always. */
export function electionAnnotations({ election }: L2Advertisement): Readonly<Record<string, string>> {
  return election?.mode === 'compatible' ? { [ELECTION_ANNOTATION]: 'Compatible' } : {};
}
