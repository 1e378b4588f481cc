import { rangeSize } from '@fairlead/inet';
import { interfacesOf } from '../decide/candidates.ts';
import type { Node } from '../model/node.ts';
import type { Pool } from '../model/pool.ts';
import type { Service } from '../model/service.ts';
import { allocationDocument } from './allocationDocument.ts';
import type { AllocationDocument } from './allocationDocument.ts';
import type { Assumption } from './assume.ts';
import type { Plan } from './plan.ts';
import { peerDocument } from './routeDocument.ts';
import type { PeerDocument } from './routeDocument.ts';
import { verdictDocument } from './verdictDocument.ts';
import type { VerdictDocument } from './verdictDocument.ts';

/** What `fairlead plan --json` writes, but for the problems of the input. */
export interface PlanDocument {
  readonly apiVersion: 'fairlead.dev/v1';
  readonly kind: 'Plan';
  readonly assumptions: readonly Assumption[];
  readonly services: readonly ServiceDocument[];
  readonly pools: readonly PoolDocument[];
  readonly nodes: readonly NodeDocument[];
}

export interface ServiceDocument extends AllocationDocument {
  /** Who answers for each address that layer 2 announces. */
  readonly layer2: readonly OwnerDocument[];
}

export interface OwnerDocument {
  readonly address: string;
  readonly node: string | null;
  /** `null` is every interface. */
  readonly interfaces: readonly string[] | null;
  readonly decision: VerdictDocument;
}

export interface PoolDocument {
  readonly name: string;
  readonly addresses: readonly string[];
  /** How many addresses it has; at most 2^53-1. */
  readonly size: number;
  readonly used: number;
}

export interface NodeDocument {
  readonly name: string;
  readonly decision: VerdictDocument;
  /** The addresses that it answers for on layer 2. */
  readonly owns: readonly string[];
  readonly peers: readonly PeerDocument[];
  /** Where advertisements contradict each other. */
  readonly conflicts: readonly ConflictDocument[];
}

export interface ConflictDocument extends VerdictDocument {
  readonly prefix: string;
}

/** What of a plan is wanted; `null` is all. */
export interface PlanSelection {
  readonly node: string | null;
  readonly peer: string | null;
}

export function planDocument(plan: Plan, { node, peer }: PlanSelection): PlanDocument {
  const nodes = plan.cluster.nodes.filter(({ name }) => node === null || name === node);
  return {
    apiVersion: 'fairlead.dev/v1',
    kind: 'Plan',
    assumptions: plan.assumptions,
    services: plan.cluster.services.flatMap((service) => serviceDocument(plan, service) ?? []),
    pools: plan.cluster.config.pools.map((pool) => poolDocument(pool, plan)),
    nodes: nodes.map((each) => nodeDocument(plan, each, peer)),
  };
}

function serviceDocument(plan: Plan, service: Service): ServiceDocument | null {
  const allocation = plan.allocations.get(service.key);
  if (allocation === undefined) return null;
  return {
    ...allocationDocument(allocation),
    layer2: allocation.addresses.flatMap((address) => {
      const elected = plan.owners.get(address);
      if (elected === undefined) return [];
      const { owner } = elected;
      const interfaces = owner === null ? [] : interfacesOf(plan.l2, service, address, owner);
      return [{ address, node: owner, interfaces, decision: verdictDocument(elected.decision) }];
    }),
  };
}

function poolDocument({ name, ranges }: Pool, { usage }: Plan): PoolDocument {
  const size = ranges.reduce((sum, range) => sum + rangeSize(range), 0n);
  const { ipv4, ipv6 } = usage(name);
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  return {
    name,
    addresses: ranges.map(({ text }) => text),
    size: Number(size < limit ? size : limit),
    used: ipv4 + ipv6,
  };
}

function nodeDocument(plan: Plan, node: Node, peer: string | null): NodeDocument {
  const verdict = plan.eligibility.get(node.name);
  const { peers, conflicts } = plan.routes(node);
  return {
    name: node.name,
    decision: verdictDocument(verdict ?? { reason: 'nodeEligible', details: { node: node.name } }),
    owns: [...plan.owners].flatMap(([address, { owner }]) => (owner === node.name ? [address] : [])),
    peers: peers.filter(({ peer: { name } }) => peer === null || name === peer).map(peerDocument),
    conflicts: [...conflicts].flatMap(([prefix, verdicts]) =>
      verdicts.map((each) => ({ prefix, ...verdictDocument(each) })),
    ),
  };
}
