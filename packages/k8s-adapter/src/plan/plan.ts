import type { IpAddress, Prefix } from '@fairlead/inet';
import { allocateWith } from '../decide/allocate.ts';
import type { Allocation } from '../decide/allocation.ts';
import { Allocator } from '../decide/allocator.ts';
import { withholding } from '../decide/carriage.ts';
import type { Withholding } from '../decide/carriage.ts';
import { CandidateFinder } from '../decide/candidates.ts';
import type { Bearer } from '../decide/candidates.ts';
import { contestFor } from '../decide/contest.ts';
import { elect } from '../decide/elect.ts';
import type { Elected } from '../decide/elect.ts';
import { asIfPresent } from '../decide/departure.ts';
import { DEFAULT_ELIGIBILITY, eligibility } from '../decide/eligibility.ts';
import type { Eligibility, EligibilityOptions } from '../decide/eligibility.ts';
import { DEFAULT_L2, l2ViewOf } from '../decide/l2View.ts';
import type { L2Options, L2View } from '../decide/l2View.ts';
import type { LinksOf } from '../decide/linked.ts';
import type { PoolUsage } from '../decide/ledger.ts';
import { viewOf } from '../decide/nodeView.ts';
import type { NodeView } from '../decide/nodeView.ts';
import type { Verdict } from '../decide/reason.ts';
import { routesOf } from '../decide/routesOf.ts';
import { RouteTable } from '../decide/routeTable.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Endpoints } from '../model/endpoint.ts';
import type { Node } from '../model/node.ts';
import type { ObjectKey } from '../model/object.ts';
import type { Peer } from '../model/peer.ts';
import type { Route } from '../model/route.ts';
import { assume, assumeNothing } from './assume.ts';
import type { Assumption } from './assume.ts';

export interface PlanOptions {
  /** The only class that is served; `null` serves Services without a class and those of our own. */
  readonly loadBalancerClass: string | null;
  readonly eligibility: EligibilityOptions;
  readonly l2: L2Options;
  /** Who answers for an address now. */
  readonly owners: ReadonlyMap<IpAddress, string>;
  /** The interfaces of nodes that work now, as far as that is known. */
  readonly links: LinksOf;
  /** Whether objects of a kind that is missing altogether are assumed, as manifests in a folder want it. */
  readonly assumes: boolean;
}

export const DEFAULT_PLAN: PlanOptions = {
  loadBalancerClass: null,
  eligibility: DEFAULT_ELIGIBILITY,
  l2: DEFAULT_L2,
  owners: new Map(),
  links: new Map(),
  assumes: true,
};

/** What the whole cluster should do. The routes of a node are found when they are asked for. */
export interface Plan {
  readonly cluster: Cluster;
  readonly assumptions: readonly Assumption[];
  readonly allocations: ReadonlyMap<ObjectKey, Allocation>;
  readonly eligibility: Eligibility;
  /** Who answers for each address on layer 2. */
  readonly owners: ReadonlyMap<IpAddress, Elected>;
  readonly l2: L2View;
  /** Where each Service has endpoints that answer. */
  readonly endpoints: (service: ObjectKey) => Endpoints;
  /** How many addresses of a pool are in use. */
  readonly usage: (pool: string) => PoolUsage;
  readonly routes: (node: Node) => NodeRoutes;
  /** The same for a node that is taken out and has not left yet. */
  readonly routesOfLeaving: (node: Node) => NodeRoutes;
}

/** What one node announces to each of its peers. */
export interface NodeRoutes {
  readonly node: Node;
  readonly peers: readonly PeerRoutes[];
  /** Where advertisements contradict each other, by prefix. */
  readonly conflicts: ReadonlyMap<Prefix, readonly Verdict[]>;
}

export interface PeerRoutes {
  readonly peer: Peer;
  readonly routes: readonly Route[];
  /** Those of them that no session of the two can carry, and why. */
  readonly withheld: readonly Withholding[];
}

/** Decides everything that follows from the objects. */
export function plan(given: Cluster, options: PlanOptions = DEFAULT_PLAN): Plan {
  const { cluster, assumptions, endpoints } = options.assumes ? assume(given) : assumeNothing(given);
  const allocator = new Allocator();
  const allocations = allocateWith(allocator, cluster, options);
  const eligible = eligibility(cluster.nodes, options.eligibility);
  const l2 = l2ViewOf(cluster.nodes, cluster.config, eligible, options.l2, options.links);
  const viewed = (node: Node): NodeView => viewOf(node, cluster.nodes, cluster.config, eligible);
  const assigned = cluster.services.flatMap((service) => {
    const addresses = allocations.get(service.key)?.addresses ?? [];
    return addresses.length === 0 ? [] : [{ service, addresses, endpoints: endpoints(service.key) }];
  });
  return {
    cluster,
    assumptions,
    allocations,
    eligibility: eligible,
    owners: electOwners(assigned, l2, options.owners),
    l2,
    endpoints,
    usage: (pool) => allocator.usage(pool),
    routes: (node) => routesOfNode(viewed(node), assigned),
    routesOfLeaving: (node) => routesOfNode(asIfPresent(viewed(node)), assigned),
  };
}

interface Assigned extends Bearer {
  readonly addresses: readonly IpAddress[];
}

function electOwners(
  assigned: readonly Assigned[],
  l2: L2View,
  owners: ReadonlyMap<IpAddress, string>,
): ReadonlyMap<IpAddress, Elected> {
  const finder = new CandidateFinder(l2);
  const bearers = new Map<IpAddress, Assigned[]>();
  for (const bearer of assigned) {
    for (const address of bearer.addresses) {
      const known = bearers.get(address);
      if (known === undefined) bearers.set(address, [bearer]);
      else known.push(bearer);
    }
  }
  const contests = [...bearers].flatMap(([address, sharers]) => {
    const key = sharers[0]?.addresses[0] ?? address;
    return contestFor(finder, address, sharers, key, owners.get(address) ?? null) ?? [];
  });
  return elect(contests);
}

function routesOfNode(view: NodeView, assigned: readonly Assigned[]): NodeRoutes {
  const table = new RouteTable();
  for (const { service, addresses, endpoints } of assigned) {
    table.replace(service.key, routesOf(service, addresses, endpoints, view).contributions);
  }
  const peers = view.peers.map((peer) => {
    const routes = [...table.routes(peer.name)];
    return { peer, routes, withheld: routes.flatMap((route) => withholding(route, peer, view.node) ?? []) };
  });
  return { node: view.node, peers, conflicts: table.conflicts() };
}
