import { parseMaskedPrefix } from '@fairlead/inet';
import type { Cluster } from '../../model/cluster.ts';
import type { Problem } from '../../model/problem.ts';
import type { Drafts } from '../drafts.ts';
import { joinPeers } from '../openelb/join.ts';
import { assembleAliases, assembleBgpAdvertisements } from './bgpAdvertisements.ts';
import { soundByAge } from './draft.ts';
import { assembleBfdProfiles, assemblePeers } from './peers.ts';
import { assembleClaims, assemblePools } from './pools.ts';

export interface AssembleOptions {
  /** Whether a Secret that is not in the input does not exist. */
  readonly hasSecrets: boolean;
}

/** What the objects mean, and what is wrong with them. */
export interface Translation {
  readonly cluster: Cluster;
  readonly problems: readonly Problem[];
  /** By the name of the peer; kept apart from everything that is shown. */
  readonly passwords: ReadonlyMap<string, string>;
}

/** Resolves names, and sets aside what contradicts something older. */
export function assemble(
  drafts: Drafts,
  problems: readonly Problem[],
  { hasSecrets }: AssembleOptions,
): Translation {
  const pools = assemblePools(drafts.pools).map(({ value }) => value);
  const bfdProfiles = assembleBfdProfiles(drafts.bfdProfiles);
  const peerDrafts = [...drafts.peers, ...joinPeers(drafts)];
  const secrets = hasSecrets ? drafts.secrets : secretsIn(drafts);
  const { peers, passwords } = assemblePeers(peerDrafts, bfdProfiles, secrets);
  const aliases = assembleAliases(drafts.communityAliases);
  const bgpAdvertisements = assembleBgpAdvertisements(drafts.bgpAdvertisements, aliases, pools);
  const l2Advertisements = soundByAge(drafts.l2Advertisements);
  const cluster: Cluster = {
    config: {
      pools,
      claims: assembleClaims(drafts.claims),
      peers,
      bfdProfiles,
      bgpAdvertisements: bgpAdvertisements.map(({ value }) => value),
      l2Advertisements: l2Advertisements.map(({ value }) => value),
    },
    namespaces: drafts.namespaces,
    services: drafts.services,
    endpointSlices: drafts.endpointSlices,
    nodes: drafts.nodes.map(({ value }) => value),
    serviceCidrs: drafts.serviceCidrs.flatMap((text) => {
      const prefix = parseMaskedPrefix(text);
      return prefix.ok ? [prefix.value] : [];
    }),
  };
  return { cluster, problems, passwords };
}

/** Where no Secret is given, nothing is said of those that are missing. */
function secretsIn({ secrets }: Drafts): Drafts['secrets'] | null {
  return secrets.size === 0 ? null : secrets;
}
