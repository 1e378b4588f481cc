import { parseMaskedPrefix } from '@fairlead/inet';
import type { Cluster } from '../../model/cluster.ts';
import type { Problem } from '../../model/problem.ts';
import type { L2Advertisement } from '../../model/advertisement.ts';
import type { Draft, Drafts, L2AdvertisementDraft } from '../drafts.ts';
import { giveHints } from '../hint/index.ts';
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
  /** Where the Secrets are that peers name. */
  readonly secretNamespaces: ReadonlySet<string>;
}

/** Resolves names, and sets aside what contradicts something older. */
export function assemble(
  drafts: Drafts,
  problems: readonly Problem[],
  { hasSecrets }: AssembleOptions,
): Translation {
  const pools = assemblePools(drafts.pools);
  const bfdProfiles = assembleBfdProfiles(drafts.bfdProfiles);
  const secrets = hasSecrets ? drafts.secrets : secretsIn(drafts);
  const { peers, passwords, secretNamespaces } = assemblePeers(
    [...drafts.peers, ...joinPeers(drafts)],
    bfdProfiles,
    secrets,
  );
  const aliases = assembleAliases(drafts.communityAliases);
  const bgpAdvertisements = assembleBgpAdvertisements(drafts.bgpAdvertisements, aliases, pools.map(valueOf));
  const l2Advertisements = soundByAge<L2Advertisement, L2AdvertisementDraft>(drafts.l2Advertisements);
  const cluster: Cluster = {
    config: {
      pools: pools.map(valueOf),
      claims: assembleClaims(drafts.claims),
      peers: peers.map(valueOf),
      bfdProfiles,
      bgpAdvertisements: bgpAdvertisements.map(valueOf),
      l2Advertisements: l2Advertisements.map(valueOf),
    },
    namespaces: drafts.namespaces,
    services: drafts.services.map(valueOf),
    endpointSlices: drafts.endpointSlices,
    nodes: drafts.nodes.map(valueOf),
    serviceCidrs: drafts.serviceCidrs.flatMap((text) => {
      const prefix = parseMaskedPrefix(text.trim());
      return prefix.ok ? [prefix.value] : [];
    }),
  };
  const { kubeProxies, services, claims } = drafts;
  const advertisements = { bgpAdvertisements, l2Advertisements };
  giveHints({ cluster, pools, peers, ...advertisements, services, claims, kubeProxies });
  return { cluster, problems, passwords, secretNamespaces };
}

function valueOf<T>({ value }: Draft<T>): T {
  return value;
}

/** Where no Secret is given, nothing is said of those that are missing. */
function secretsIn({ secrets }: Drafts): Drafts['secrets'] | null {
  return secrets.size === 0 ? null : secrets;
}
