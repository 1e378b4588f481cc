import { formatCommunity } from '../model/community.ts';
import type { Config } from '../model/cluster.ts';
import type { BgpAdvertisement, L2Advertisement } from '../model/advertisement.ts';
import type { BfdProfile, Peer } from '../model/peer.ts';
import type { AddressClaim, Pool } from '../model/pool.ts';
import type { ObjectRef } from '../model/object.ts';
import { advertisementUnits, replacedBy } from './advertisementUnits.ts';
import type { Unit } from './advertisementUnits.ts';
import { compact } from './conversion.ts';
import type { IsKept, Loss, Manifest, Rewritten, Written } from './conversion.ts';
import { withoutKept } from './kept.ts';
import { passwordSecretNames } from './passwordSecret.ts';
import type { PasswordSecret } from './passwordSecret.ts';
import { selectorField, selectorFields } from './selector.ts';

/** The configuration as objects of fairlead.dev. */
export function toFairlead(config: Config, passwords: ReadonlyMap<string, string>, isKept: IsKept): Written {
  const losses: Loss[] = [];
  const { pools, bfdProfiles, peers, claims } = withoutKept(config, isKept);
  const secrets = passwordSecretNames(peers, passwords, losses);
  const units = advertisementUnits(config, isKept);
  const objects: Rewritten[] = [
    ...pools.map((pool) => rewritten('AddressPool', pool, poolSpec(pool), pool.labels)),
    ...bfdProfiles.map((profile) => rewritten('BfdProfile', profile, bfdSpec(profile))),
    ...peers.map((peer) =>
      rewritten('BgpPeer', peer, peerSpec(peer, secrets.get(peer.name) ?? null), peer.labels),
    ),
    ...units.flatMap((unit): readonly Rewritten[] =>
      unit.isKept ? [] : [{ object: manifest('Advertisement', unit.name, unitSpec(unit)), from: unit.from }],
    ),
    ...claims.map((claim) => ({ object: claimManifest(claim), from: [claim.ref] })),
  ];
  return { objects, losses, replaced: replacedBy(units, isKept) };
}

function rewritten(
  kind: string,
  { name, ref }: { readonly name: string; readonly ref: ObjectRef },
  spec: object,
  labels: Readonly<Record<string, string>> = {},
): Rewritten {
  return { object: manifest(kind, name, spec, labels), from: [ref] };
}

function manifest(
  kind: string,
  name: string,
  spec: object,
  labels: Readonly<Record<string, string>> = {},
): Manifest {
  const hasLabels = Object.keys(labels).length > 0;
  return { apiVersion: API_VERSION, kind, metadata: { name, ...(hasLabels && { labels }) }, spec };
}

function poolSpec(pool: Pool): object {
  const { reservedFor } = pool;
  return compact(
    {
      addresses: pool.ranges.map(({ text }) => text.trim()),
      autoAssign: pool.autoAssign,
      disabled: pool.disabled,
      avoidBuggyIPs: pool.avoidBuggyIps,
      priority: pool.priority,
      reservedFor:
        reservedFor === null
          ? null
          : compact(
              {
                namespaces: reservedFor.namespaces,
                namespaceSelectors: selectorFields(reservedFor.namespaceSelectors),
                serviceSelectors: selectorFields(reservedFor.serviceSelectors),
                enforced: reservedFor.isEnforced,
              },
              { enforced: true },
            ),
      fallback: pool.isDefault,
      optIn: pool.optIn === null ? null : 'OpenELB',
      announcedElsewhere: pool.isAnnouncedElsewhere,
      quotas: pool.quotas.map(({ namespaces, namespaceSelectors, limit }) =>
        compact({ namespaces, namespaceSelectors: selectorFields(namespaceSelectors), limit }),
      ),
      whenRemoved: pool.whenRemoved === 'keep' ? 'Keep' : null,
    },
    { autoAssign: true, disabled: false, avoidBuggyIPs: false, fallback: false, announcedElsewhere: false },
  );
}

function bfdSpec(profile: BfdProfile): object {
  const { receiveInterval, transmitInterval, detectMultiplier, echoInterval, isPassive, minimumTtl } =
    profile;
  return compact(
    {
      receiveInterval: `${receiveInterval}ms`,
      transmitInterval: `${transmitInterval}ms`,
      detectMultiplier,
      echoInterval: echoInterval === null ? null : `${echoInterval}ms`,
      passive: isPassive,
      minimumTtl,
    },
    { passive: false },
  );
}

function peerSpec(peer: Peer, secret: PasswordSecret | null): object {
  const { at, gracefulRestart, remoteAsn, minimumTtl } = peer;
  const isInternal = remoteAsn === 'internal' || remoteAsn === peer.localAsn;
  return compact(
    {
      localAsn: peer.localAsn,
      remoteAsn,
      address: at.kind === 'address' ? at.address : null,
      interface: at.kind === 'interface' ? at.interface : null,
      port: at.port,
      nodeSelectors: selectorFields(peer.nodeSelectors),
      sourceAddress: peer.sourceAddress,
      routerId: peer.routerId,
      shownAsn: peer.replacedAsn,
      holdTime: inSeconds(peer.holdTime),
      keepaliveTime: inSeconds(peer.keepaliveTime),
      connectTime: peer.connectTime === 0 ? null : inSeconds(peer.connectTime),
      passwordSecret: secret,
      bfdProfile: peer.bfdProfile,
      gracefulRestart:
        gracefulRestart === null
          ? null
          : compact({
              restartTime: inSeconds(gracefulRestart.restartTime),
              longLivedStaleTime: inSeconds(gracefulRestart.longLivedStaleTime),
            }),
      ebgpHops: isInternal || minimumTtl !== null ? null : peer.ebgpHops,
      ttlSecurityHops: minimumTtl === null ? null : 256 - minimumTtl,
      vrf: peer.vrf,
      families: (peer.families ?? []).map((family) => (family === 'ipv4' ? 'IPv4' : 'IPv6')),
      passive: peer.isPassive,
      addPathLimit: Math.max(1, peer.addPathLimit),
    },
    { port: 179, ebgpHops: 1, passive: false, addPathLimit: 1 },
  );
}

function unitSpec({ scope, bgp, layer2 }: Unit): object {
  return compact({
    pools: scope.pools.names,
    poolSelectors: selectorFields(scope.pools.selectors),
    namespaces: scope.namespaces,
    serviceSelectors: selectorFields(scope.serviceSelectors),
    nodeSelectors: selectorFields(scope.nodeSelectors),
    bgp: bgp === null ? null : bgpSpec(bgp),
    layer2: layer2 === null ? null : layer2Spec(layer2),
  });
}

function bgpSpec({
  peers,
  aggregationLength,
  attributes,
  nextHops,
  bandwidthPerEndpoint,
}: BgpAdvertisement): object {
  return compact(
    {
      peers: peers.names,
      peerSelectors: selectorFields(peers.selectors),
      aggregationLength: aggregationLength.ipv4,
      aggregationLengthV6: aggregationLength.ipv6,
      localPref: attributes.localPref,
      med: attributes.med,
      prepend: attributes.prepend,
      communities: attributes.communities.map(formatCommunity),
      nextHops: nextHops.kind === 'nodes' ? 'Nodes' : null,
      sameNodeLabel: nextHops.kind === 'nodes' ? nextHops.sameLabel : null,
      megabitsPerEndpoint: bandwidthPerEndpoint === null ? null : bandwidthPerEndpoint / 1_000_000,
    },
    { aggregationLength: 32, aggregationLengthV6: 128, prepend: 0 },
  );
}

function layer2Spec({ interfaces, preferredNodes, election, virtualMac }: L2Advertisement): object {
  const failback = election?.failback ?? 'immediate';
  return compact(
    {
      interfaces,
      preferredNodes: preferredNodes.map(({ weight, selector }) => ({
        weight,
        selector: selectorField(selector),
      })),
      election: election?.mode === 'compatible' ? 'Compatible' : null,
      failback:
        failback === 'immediate' ? null : failback === 'never' ? 'Never' : `${failback.afterSeconds}s`,
      preferEndpoints: election?.preferEndpoints ?? false,
      virtualMac,
    },
    { preferEndpoints: false, virtualMac: false },
  );
}

function claimManifest(claim: AddressClaim): Manifest {
  const spec = compact({
    pools: claim.pools,
    addresses: claim.addresses,
    families: claim.families.map((family) => (family === 'ipv4' ? 'IPv4' : 'IPv6')),
  });
  const { name, namespace, assigned } = claim;
  return {
    apiVersion: API_VERSION,
    kind: 'AddressClaim',
    metadata: { name, namespace },
    spec,
    ...(assigned.length > 0 && { status: { addresses: assigned } }),
  };
}

function inSeconds(value: number | null): string | null {
  return value === null ? null : `${value}s`;
}

const API_VERSION = 'fairlead.dev/v1alpha1';
