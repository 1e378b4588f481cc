import type {
  AdvertisementScope,
  BgpAdvertisement,
  ElectionPolicy,
  L2Advertisement,
} from '../../model/advertisement.ts';
import type { Drafts, FieldNames } from '../drafts.ts';
import { NO_ATTRIBUTES } from '../drafts.ts';
import { parseDuration } from '../duration.ts';
import type { KubernetesObject } from '../metadata.ts';
import { ADVERTISEMENT } from './schema/advertisement.ts';
import { readBySchema } from './schema/read.ts';
import type { Value } from './schema/schema.ts';

/** Advertisement fairlead.dev/v1alpha1. */
export function readAdvertisement(object: KubernetesObject, drafts: Drafts): void {
  const fields = object.fields.objectOrEmpty('spec');
  const spec = readBySchema(fields, ADVERTISEMENT.spec);
  const { report } = object;
  const { path } = fields;
  if (!report.isSound) return;
  const { ref, createdAt, name } = object;
  const scope: AdvertisementScope = {
    ref,
    createdAt,
    name,
    pools: { names: spec.pools, selectors: spec.poolSelectors },
    serviceSelectors: spec.serviceSelectors,
    namespaces: spec.namespaces,
    nodeSelectors: spec.nodeSelectors,
  };
  if (spec.bgp !== null) {
    const communities = spec.bgp.communities.map((text, index) => ({
      text,
      field: `${path}.bgp.communities[${index}]`,
    }));
    const value = bgpOf(scope, spec.bgp);
    drafts.bgpAdvertisements.push({ value, communities, knowsNames: true, names: FIELD_NAMES, report, path });
  }
  if (spec.layer2 !== null) {
    drafts.l2Advertisements.push({ value: layer2Of(scope, spec.layer2), names: FIELD_NAMES, report, path });
  }
}

type Spec = Value<typeof ADVERTISEMENT.spec>;

function bgpOf(scope: AdvertisementScope, bgp: NonNullable<Spec['bgp']>): BgpAdvertisement {
  const { localPref, med, prepend, nextHops, sameNodeLabel, megabitsPerEndpoint } = bgp;
  return {
    ...scope,
    kind: 'bgp',
    peers: { names: bgp.peers, selectors: bgp.peerSelectors },
    aggregationLength: { ipv4: bgp.aggregationLength, ipv6: bgp.aggregationLengthV6 },
    attributes: { ...NO_ATTRIBUTES, localPref, med, prepend },
    nextHops: nextHops === 'Nodes' ? { kind: 'nodes', sameLabel: sameNodeLabel } : { kind: 'self' },
    bandwidthPerEndpoint: megabitsPerEndpoint === null ? null : megabitsPerEndpoint * 1_000_000,
  };
}

function layer2Of(scope: AdvertisementScope, layer2: NonNullable<Spec['layer2']>): L2Advertisement {
  const { interfaces, preferredNodes, election, failback, preferEndpoints, virtualMac } = layer2;
  return {
    ...scope,
    kind: 'l2',
    interfaces,
    preferredNodes,
    election: {
      mode: election === 'Compatible' ? 'compatible' : 'spread',
      failback: failbackOf(failback),
      preferEndpoints,
    },
    virtualMac,
  };
}

function failbackOf(text: string): ElectionPolicy['failback'] {
  if (text === 'Never') return 'never';
  return text === 'Immediate' ? 'immediate' : { afterSeconds: parseDuration(text) ?? 0 };
}

const FIELD_NAMES: FieldNames = {
  pools: 'pools',
  poolSelectors: 'poolSelectors',
  peers: 'bgp.peers',
  nodeSelectors: 'nodeSelectors',
  aggregationLength: 'bgp.aggregationLength',
  aggregationLengthV6: 'bgp.aggregationLengthV6',
  localPref: 'bgp.localPref',
  prepend: 'bgp.prepend',
  med: 'bgp.med',
};
