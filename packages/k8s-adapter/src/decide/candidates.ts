import { prefixContains } from '@fairlead/inet';
import type { IpAddress, Prefix } from '@fairlead/inet';
import type { ElectionPolicy, L2Advertisement } from '../model/advertisement.ts';
import type { Endpoints } from '../model/endpoint.ts';
import type { Node } from '../model/node.ts';
import { coversService } from '../model/selection.ts';
import type { Service } from '../model/service.ts';
import type { Candidate } from './candidacy.ts';
import type { L2Offer, L2View } from './l2View.ts';
import { bestLinked } from './linked.ts';
import { poolOf } from './poolIndex.ts';
import { verdict } from './reason.ts';
import type { Verdict } from './reason.ts';

/** A Service on one of its addresses, with what counts for the election. */
export interface Bearer {
  readonly service: Service;
  readonly endpoints: Endpoints;
}

/** The nodes that may answer for an address on layer 2, for the sake of one Service. */
export interface Candidates {
  readonly candidates: readonly Candidate[];
  readonly policy: ElectionPolicy;
  /** Why there are none, where it is the same for all nodes. */
  readonly refusal: Verdict | null;
}

/** Of all Services with the same candidates: who may answer, and those of them that can do it best. */
interface SharedCandidates {
  readonly eligible: readonly Candidate[];
  readonly linked: readonly Candidate[];
}

/** Finds candidates, and finds them once for all Services that have the same. */
export class CandidateFinder {
  readonly #view: L2View;
  /** Addresses in the same ones have the same candidates. */
  readonly #subnets: readonly Prefix[];
  readonly #known = new Map<string, SharedCandidates>();

  constructor(view: L2View) {
    this.#view = view;
    const ofLinks = [...view.links.values()].flatMap((links) => links.flatMap(({ subnets }) => subnets));
    this.#subnets = [...new Set([...view.nodes.flatMap(({ subnets }) => subnets ?? []), ...ofLinks])];
  }

  /** `null` where the pool of the address is not for layer 2. */
  candidates({ service, endpoints }: Bearer, address: IpAddress): Candidates | null {
    const pool = poolOf(this.#view.index, address);
    const offers = pool === null ? [] : (this.#view.offers.get(pool.name) ?? []);
    if (pool === null || offers.length === 0) return null;
    const fitting = offers.filter(({ advertisement }) => coversService(advertisement, service));
    const [first] = fitting;
    const policy = first?.advertisement.election ?? this.#view.options.election;
    const none = (refusal: Verdict): Candidates => ({ candidates: [], policy, refusal });
    if (first === undefined) return none(verdict('serviceNotSelected', { pool: pool.name }));
    if (endpoints.total === 0) return none(verdict('noEndpoints', {}));
    const { eligible, linked } = this.#shared(fitting, policy, address);
    const candidates =
      service.externalTrafficPolicy === 'Local'
        ? bestLinked(local(eligible, endpoints), this.#view.links, fitting, address)
        : preferring(linked, endpoints, policy);
    return { candidates, policy, refusal: null };
  }

  /** Why one node is no candidate, or `null`. */
  objection({ service, endpoints }: Bearer, address: IpAddress, node: Node): Verdict | null {
    const { eligibility, index, offers } = this.#view;
    const general = eligibility.get(node.name) ?? verdict('nodeWithoutSpeaker', { node: node.name });
    if (general.reason !== 'nodeEligible') return general;
    const pool = poolOf(index, address)?.name ?? '';
    const selecting = (offers.get(pool) ?? []).filter(
      ({ advertisement, preferences }) => coversService(advertisement, service) && preferences.has(node.name),
    );
    if (selecting.length === 0) return verdict('nodeNotSelected', { pool, node: node.name });
    if (!selecting.some((offer) => hasInterface(node, offer)))
      return verdict('nodeWithoutInterface', { pool, node: node.name });
    if (!isInSubnet(node, address)) return verdict('nodeOutsideSubnet', { node: node.name, address });
    const isLocal = service.externalTrafficPolicy === 'Local';
    return isLocal && !endpoints.byNode.has(node.name)
      ? verdict('noLocalEndpoints', { node: node.name })
      : null;
  }

  #shared(offers: readonly L2Offer[], policy: ElectionPolicy, address: IpAddress): SharedCandidates {
    const subnets = this.#subnets.filter((subnet) => prefixContains(subnet, address));
    const names = offers.map(
      ({ advertisement: { ref } }) => `${ref.kind} ${ref.namespace ?? ''} ${ref.name}`,
    );
    const key = [...names, policyKey(policy), ...subnets].join('\n');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const eligible = this.#view.nodes.flatMap((node) => this.#candidate(node, offers, policy, address) ?? []);
    const found = { eligible, linked: bestLinked(eligible, this.#view.links, offers, address) };
    this.#known.set(key, found);
    return found;
  }

  #candidate(
    node: Node,
    offers: readonly L2Offer[],
    { failback }: ElectionPolicy,
    address: IpAddress,
  ): Candidate | null {
    const fitting = offers.filter((offer) => hasInterface(node, offer));
    const weights = fitting.flatMap(({ preferences }) => preferences.get(node.name) ?? []);
    const isEligible = this.#view.eligibility.get(node.name)?.reason === 'nodeEligible';
    if (weights.length === 0 || !isEligible || !isInSubnet(node, address)) return null;
    const aliveFor = this.#view.options.aliveFor.get(node.name) ?? Infinity;
    return {
      node: node.name,
      preference: weights.reduce((sum, weight) => sum + weight, 0),
      weight: node.weight,
      isSettled: typeof failback === 'string' || aliveFor >= failback.afterSeconds,
    };
  }
}

/** On which interfaces the node answers for the address of a Service; `null` is on all. */
export function interfacesOf(
  view: L2View,
  service: Service,
  address: IpAddress,
  node: string,
): readonly string[] | null {
  const lists = advertisementsOf(view, service, address, node).map(({ interfaces }) => interfaces);
  return lists.some((list) => list.length === 0) ? null : [...new Set(lists.flat())].sort();
}

/** Whether the address of a Service has a MAC of its own: one advertisement that wants it is enough. */
export function hasVirtualMac(view: L2View, service: Service, address: IpAddress, node: string): boolean {
  return advertisementsOf(view, service, address, node).some(({ virtualMac }) => virtualMac);
}

/** Whether a node that has the address need not give it back at once: one advertisement that wants it is enough. */
export function isKept(view: L2View, service: Service, address: IpAddress, node: string): boolean {
  return advertisementsOf(view, service, address, node).some(
    ({ election }) => (election ?? view.options.election).failback !== 'immediate',
  );
}

function advertisementsOf(
  view: L2View,
  service: Service,
  address: IpAddress,
  node: string,
): readonly L2Advertisement[] {
  const pool = poolOf(view.index, address);
  return (pool === null ? [] : (view.offers.get(pool.name) ?? []))
    .filter(
      ({ advertisement, preferences }) => coversService(advertisement, service) && preferences.has(node),
    )
    .map(({ advertisement }) => advertisement);
}

/** Whether the node can answer where the advertisement wants it to. */
function hasInterface({ interfaces: present }: Node, { advertisement: { interfaces } }: L2Offer): boolean {
  return present === null || interfaces.length === 0 || interfaces.some((name) => present.includes(name));
}

function isInSubnet({ subnets }: Node, address: IpAddress): boolean {
  return subnets === null || subnets.some((subnet) => prefixContains(subnet, address));
}

/** Those whose own endpoints can take the traffic. */
function local(candidates: readonly Candidate[], { byNode }: Endpoints): readonly Candidate[] {
  return candidates.filter(({ node }) => byNode.has(node));
}

function preferring(
  candidates: readonly Candidate[],
  { byNode }: Endpoints,
  { preferEndpoints }: ElectionPolicy,
): readonly Candidate[] {
  if (!preferEndpoints) return candidates;
  return candidates.map((candidate) =>
    byNode.has(candidate.node)
      ? { ...candidate, preference: candidate.preference + BEYOND_ALL_WEIGHTS }
      : candidate,
  );
}

function policyKey({ failback }: ElectionPolicy): string {
  return typeof failback === 'string' ? failback : String(failback.afterSeconds);
}

const BEYOND_ALL_WEIGHTS = 2 ** 40;
