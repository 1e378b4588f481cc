import type { Config } from '../model/cluster.ts';
import type { ObjectRef } from '../model/object.ts';
import type { BfdProfile, Peer } from '../model/peer.ts';
import { advertisementUnits, replacedBy } from './advertisementUnits.ts';
import { withoutKept } from './kept.ts';
import { metallbBgpAdvertisement } from './metallb/bgpAdvertisement.ts';
import { electionAnnotations, metallbL2Advertisement } from './metallb/l2Advertisement.ts';
import { LossList } from './metallb/lossList.ts';
import { metallbPeer } from './metallb/peer.ts';
import { metallbPool } from './metallb/pool.ts';
import { compact } from './conversion.ts';
import type { IsKept, Loss, Rewritten, Written } from './conversion.ts';
import { Names } from './objectName.ts';
import { passwordSecretNames } from './passwordSecret.ts';

/** The configuration as objects of metallb.io in a namespace. */
export function toMetallb(
  config: Config,
  passwords: ReadonlyMap<string, string>,
  namespace: string,
  isKept: IsKept,
): Written {
  const losses: Loss[] = [];
  const { pools, bfdProfiles, peers, claims } = withoutKept(config, isKept);
  const secrets = passwordSecretNames(peers, passwords, losses, namespace);
  const names = peerNames(config.peers);
  const lost = (from: ObjectRef): LossList => new LossList(from, losses);
  const rewritten = (
    kind: string,
    { name, ref, labels, annotations }: Described,
    spec: object,
    version = 'v1beta1',
  ): Rewritten => ({
    object: {
      apiVersion: `metallb.io/${version}`,
      kind,
      metadata: { name, namespace, ...compact({ labels: said(labels), annotations: said(annotations) }) },
      spec,
    },
    from: [ref],
  });
  const byBgp = advertisementUnits({ ...config, l2Advertisements: [] }, isKept);
  const onLayer2 = advertisementUnits({ ...config, bgpAdvertisements: [] }, isKept);
  const objects: Rewritten[] = [
    ...pools.map((pool) => rewritten('IPAddressPool', pool, metallbPool(pool, lost(pool.ref)))),
    ...bfdProfiles.map((profile) => rewritten('BFDProfile', profile, bfdSpec(profile))),
    ...peers.map((peer) => {
      const spec = metallbPeer(peer, secrets.get(peer.name) ?? null, lost(peer.ref));
      return rewritten('BGPPeer', { ...peer, name: names.get(peer) ?? peer.name }, spec, 'v1beta2');
    }),
    ...byBgp.flatMap(({ name, bgp, isKept: isSame }) => {
      const spec = bgp === null || isSame ? null : metallbBgpAdvertisement(bgp, names, lost(bgp.ref));
      return bgp === null || spec === null ? [] : rewritten('BGPAdvertisement', { name, ref: bgp.ref }, spec);
    }),
    ...onLayer2.flatMap(({ name, layer2, isKept: isSame }) => {
      if (layer2 === null || isSame) return [];
      const described = { name, ref: layer2.ref, annotations: electionAnnotations(layer2) };
      return rewritten('L2Advertisement', described, metallbL2Advertisement(layer2, lost(layer2.ref)));
    }),
  ];
  for (const { ref } of claims)
    lost(ref).add('AddressClaim', 'has no equivalent; the addresses are reserved for nobody');
  return { objects, losses, replaced: replacedBy([...byBgp, ...onLayer2], isKept) };
}

interface Described {
  readonly name: string;
  readonly ref: ObjectRef;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

function said(map: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> | null {
  return Object.keys(map).length === 0 ? null : map;
}

/** A peer of a group is called `group/name`, which is no name of an object. */
function peerNames(peers: readonly Peer[]): ReadonlyMap<Peer, string> {
  const names = new Names();
  return new Map(peers.map((peer) => [peer, names.take(peer.name.replace('/', '-'))]));
}

function bfdSpec(profile: BfdProfile): object {
  const { receiveInterval, transmitInterval, detectMultiplier, echoInterval, isPassive, minimumTtl } =
    profile;
  return compact(
    {
      receiveInterval,
      transmitInterval,
      detectMultiplier,
      echoMode: echoInterval !== null,
      echoInterval,
      passiveMode: isPassive,
      minimumTtl,
    },
    { echoMode: false, passiveMode: false },
  );
}
