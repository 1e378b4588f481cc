import { endpointsByService, NO_ENDPOINTS } from '../decide/endpoints.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Endpoints } from '../model/endpoint.ts';
import type { Node } from '../model/node.ts';
import type { ObjectKey } from '../model/object.ts';

/** What was missing from the objects and is assumed. */
export type Assumption = 'nodes' | 'endpoints';

/** A cluster with what the objects leave out. */
export interface Assumed {
  readonly cluster: Cluster;
  readonly assumptions: readonly Assumption[];
  readonly endpoints: (service: ObjectKey) => Endpoints;
}

/** The name of the one node that is assumed where there is none. */
export const ASSUMED_NODE = 'any-node';

/** Without any Node there is one without labels; without any EndpointSlice each Service has an endpoint on every node. */
export function assume(cluster: Cluster): Assumed {
  const assumptions: Assumption[] = [];
  if (cluster.nodes.length === 0) assumptions.push('nodes');
  if (cluster.endpointSlices.length === 0) assumptions.push('endpoints');
  const nodes = cluster.nodes.length === 0 ? [anyNode] : cluster.nodes;
  const everywhere: Endpoints = { total: nodes.length, byNode: new Map(nodes.map(({ name }) => [name, 1])) };
  const actual = assumeNothing({ ...cluster, nodes });
  return cluster.endpointSlices.length === 0
    ? { ...actual, assumptions, endpoints: () => everywhere }
    : { ...actual, assumptions };
}

export function assumeNothing(cluster: Cluster): Assumed {
  const byService = endpointsByService(cluster.endpointSlices);
  return { cluster, assumptions: [], endpoints: (service) => byService.get(service) ?? NO_ENDPOINTS };
}

const anyNode: Node = {
  name: ASSUMED_NODE,
  labels: {},
  internalAddresses: [],
  podPrefixes: [],
  subnets: null,
  interfaces: null,
  weight: 1,
  isReady: null,
  isNetworkUnavailable: false,
  isUnschedulable: false,
  taints: [],
};
