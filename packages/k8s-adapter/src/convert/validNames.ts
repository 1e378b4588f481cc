import type { Config } from '../model/cluster.ts';
import type { Selection } from '../model/advertisement.ts';
import type { ObjectRef } from '../model/object.ts';
import type { Loss } from './conversion.ts';
import { Names } from './objectName.ts';

/** A configuration whose pools, peers and profiles have names that objects can have. */
export interface Named {
  readonly config: Config;
  /** The new names of pools that had to change. */
  readonly pools: ReadonlyMap<string, string>;
  readonly losses: readonly Loss[];
}

/** Gives new names where the old ones are none of an object, as those in a ConfigMap need not be. */
export function withValidNames(config: Config): Named {
  const losses: Loss[] = [];
  const pools = renames(config.pools, 'pool', losses);
  const peers = renames(
    config.peers.filter(({ name, group }) => name === group || !name.startsWith(`${group}/`)),
    'peer',
    losses,
  );
  const profiles = renames(config.bfdProfiles, 'BFD profile', losses);
  const renamed = {
    ...config,
    pools: config.pools.map((pool) => ({ ...pool, name: to(pools, pool.name) })),
    claims: config.claims.map((claim) => ({ ...claim, pools: claim.pools.map((name) => to(pools, name)) })),
    peers: config.peers.map((peer) => ({
      ...peer,
      name: to(peers, peer.name),
      bfdProfile: peer.bfdProfile === null ? null : to(profiles, peer.bfdProfile),
    })),
    bfdProfiles: config.bfdProfiles.map((profile) => ({ ...profile, name: to(profiles, profile.name) })),
    bgpAdvertisements: config.bgpAdvertisements.map((each) => ({
      ...each,
      pools: selection(each.pools, pools),
      peers: selection(each.peers, peers),
    })),
    l2Advertisements: config.l2Advertisements.map((each) => ({
      ...each,
      pools: selection(each.pools, pools),
    })),
  };
  return { config: renamed, pools, losses };
}

function renames(
  objects: readonly { readonly name: string; readonly ref: ObjectRef }[],
  kind: string,
  losses: Loss[],
): ReadonlyMap<string, string> {
  const valid = objects.filter(({ name }) => isValid(name));
  const names = new Names(valid.map(({ name }) => name));
  return new Map(
    objects.flatMap(({ name, ref }) => {
      if (isValid(name)) return [];
      const renamed = names.take(name);
      const message = `"${name}" is no name of an object, so the ${kind} is called ${renamed}`;
      losses.push({ object: ref, feature: 'name', message });
      return [[name, renamed] as const];
    }),
  );
}

function isValid(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name);
}

function selection({ names, selectors }: Selection, renamed: ReadonlyMap<string, string>): Selection {
  return { names: names.map((name) => to(renamed, name)), selectors };
}

function to(renamed: ReadonlyMap<string, string>, name: string): string {
  return renamed.get(name) ?? name;
}
