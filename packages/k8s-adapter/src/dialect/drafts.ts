import type { BgpAdvertisement, L2Advertisement, RouteAttributes } from '../model/advertisement.ts';
import type { Community } from '../model/community.ts';
import type { EndpointSlice } from '../model/endpoint.ts';
import type { Namespace } from '../model/namespace.ts';
import type { Node } from '../model/node.ts';
import type { BfdProfile, Peer } from '../model/peer.ts';
import type { AddressClaim, Pool } from '../model/pool.ts';
import type { Service } from '../model/service.ts';
import type { BgpConf } from './openelb/bgpConf.ts';
import type { Report } from './report.ts';

/** What the dialects read, each by itself: names are not resolved and nothing is compared yet. */
export interface Drafts {
  readonly pools: Draft<Pool>[];
  readonly claims: Draft<AddressClaim>[];
  readonly peers: PeerDraft[];
  readonly bfdProfiles: Draft<BfdProfile>[];
  readonly bgpAdvertisements: BgpAdvertisementDraft[];
  readonly l2Advertisements: L2AdvertisementDraft[];
  readonly communityAliases: CommunityAlias[];
  readonly secrets: Map<string, Secret>;
  readonly namespaces: Namespace[];
  readonly services: Draft<Service>[];
  readonly endpointSlices: EndpointSlice[];
  readonly nodes: Draft<Node>[];
  readonly serviceCidrs: string[];
  readonly kubeProxies: KubeProxy[];
  /** Peers of OpenELB have no AS of their own; a BgpConf has it. */
  readonly openelb: { readonly confs: Draft<BgpConf>[]; readonly peers: PeerDraft[] };
}

/** How kube-proxy is configured, as far as it matters for layer 2. */
export interface KubeProxy {
  readonly mode: string;
  readonly hasStrictArp: boolean;
  readonly report: Report;
  readonly field: string;
}

export interface Draft<T> {
  readonly value: T;
  readonly report: Report;
  /** Where the object stands in its document: `spec`, or a longer path. */
  readonly path: string;
}

export interface PeerDraft extends Draft<Peer> {
  /** A password that the object itself holds. */
  readonly password: string | null;
  /** Whether the Secret that it names may be of any use, or must be made for passwords alone. */
  readonly takesOpaque?: boolean;
}

/** What an advertisement calls its fields; `null` where a pool implies it. */
export interface FieldNames {
  readonly pools: string;
  readonly poolSelectors: string;
  readonly peers: string;
  readonly nodeSelectors: string;
  readonly aggregationLength: string;
  readonly aggregationLengthV6: string;
  readonly localPref: string;
  readonly prepend: string;
  readonly med: string;
}

export interface L2AdvertisementDraft extends Draft<L2Advertisement> {
  readonly names: FieldNames | null;
}

export interface BgpAdvertisementDraft extends Draft<BgpAdvertisement> {
  readonly names: FieldNames | null;
  /** As they are written: a community, or the name of one. */
  readonly communities: readonly { readonly text: string; readonly field: string }[];
  /** Whether the well-known names of communities need no alias. */
  readonly knowsNames: boolean;
}

export interface CommunityAlias {
  readonly name: string;
  readonly community: Community;
  readonly report: Report;
  readonly field: string;
}

export interface Secret {
  readonly type: string;
  readonly data: ReadonlyMap<string, string>;
}

export function noDrafts(): Drafts {
  return {
    pools: [],
    claims: [],
    peers: [],
    bfdProfiles: [],
    bgpAdvertisements: [],
    l2Advertisements: [],
    communityAliases: [],
    secrets: new Map(),
    namespaces: [],
    services: [],
    endpointSlices: [],
    nodes: [],
    serviceCidrs: [],
    kubeProxies: [],
    openelb: { confs: [], peers: [] },
  };
}

export const NO_ATTRIBUTES: RouteAttributes = { localPref: null, med: null, prepend: 0, communities: [] };
