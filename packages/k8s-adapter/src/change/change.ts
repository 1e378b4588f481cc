import type { IpAddress } from '@fairlead/inet';
import { isDeliberate } from '../decide/departure.ts';
import type { Verdict } from '../decide/reason.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Node } from '../model/node.ts';
import type { ObjectKey } from '../model/object.ts';
import type { Route } from '../model/route.ts';
import { plan } from '../plan/plan.ts';
import type { Plan, PlanOptions } from '../plan/plan.ts';
import { changeOfPeer } from './bgpChange.ts';
import type { PeerChange, Side } from './bgpChange.ts';
import { changesOfOwners } from './layer2Change.ts';
import type { OwnerChange } from './layer2Change.ts';

/** What goes out on the network when a cluster that runs with one set of objects gets another. */
export interface Change {
  readonly before: Plan;
  readonly after: Plan;
  readonly services: readonly ServiceChange[];
  readonly owners: readonly OwnerChange[];
  readonly peers: readonly PeerChange[];
}

/** A Service that has other addresses than before. */
export interface ServiceChange {
  readonly service: ObjectKey;
  readonly from: readonly IpAddress[];
  readonly to: readonly IpAddress[];
  /** What decided it; `null` where there is no such Service any more. */
  readonly decision: Verdict | null;
}

/** Objects as they are meant, and the passwords of their peers. */
export interface Configured {
  readonly cluster: Cluster;
  readonly passwords: ReadonlyMap<string, string>;
}

/** Finds what the step from one set of objects to another does, by sending it over virtual wires. */
export function changeBetween(old: Configured, given: Configured, options: PlanOptions): Change {
  const cluster = withSurroundings(old.cluster, given.cluster);
  const before = plan(withSurroundings(given.cluster, old.cluster), options);
  const owners = new Map(
    [...before.owners].flatMap(([address, { owner }]) => (owner === null ? [] : [[address, owner]])),
  );
  const after = plan(withHeld(cluster, before), { ...options, owners });
  return {
    before,
    after,
    services: changesOfServices(before, after),
    owners: changesOfOwners(before, after),
    peers: changesOfPeers(before, after, old.passwords, given.passwords),
  };
}

/** Nodes and endpoints are of the cluster and not of who configures it: where one side has none, it has the other's. */
function withSurroundings(other: Cluster, cluster: Cluster): Cluster {
  return {
    ...cluster,
    nodes: cluster.nodes.length === 0 ? other.nodes : cluster.nodes,
    endpointSlices: cluster.endpointSlices.length === 0 ? other.endpointSlices : cluster.endpointSlices,
    namespaces: cluster.namespaces.length === 0 ? other.namespaces : cluster.namespaces,
  };
}

/** Services that have addresses come with them; what their own status says goes first. */
function withHeld(cluster: Cluster, before: Plan): Cluster {
  const services = cluster.services.map((service) => {
    const held = before.allocations.get(service.key);
    if (service.assigned !== null || held?.kind !== 'assigned' || held.addresses.length === 0) return service;
    return { ...service, assigned: { addresses: held.addresses, pool: held.pools[0] ?? null } };
  });
  return { ...cluster, services };
}

function changesOfServices(before: Plan, after: Plan): readonly ServiceChange[] {
  const keys = new Set([...before.allocations.keys(), ...after.allocations.keys()]);
  return [...keys].flatMap((service) => {
    const from = before.allocations.get(service)?.addresses ?? [];
    const to = after.allocations.get(service)?.addresses ?? [];
    if (from.length === to.length && from.every((address) => to.includes(address))) return [];
    const lost = after.allocations.get(service)?.trace.find(({ reason }) => reason === 'moved');
    return [{ service, from, to, decision: lost ?? after.allocations.get(service)?.decision ?? null }];
  });
}

function changesOfPeers(
  before: Plan,
  after: Plan,
  oldPasswords: Passwords,
  newPasswords: Passwords,
): readonly PeerChange[] {
  const names = new Set([...before.cluster.nodes, ...after.cluster.nodes].map(({ name }) => name));
  return [...names].flatMap((node) => {
    const old = sidesOf(before, node, oldPasswords);
    const sides = sidesOf(after, node, newPasswords);
    return [...new Set([...old.keys(), ...sides.keys()])].flatMap(
      (peer) => changeOfPeer(old.get(peer) ?? null, sides.get(peer) ?? null) ?? [],
    );
  });
}

type Passwords = ReadonlyMap<string, string>;

function sidesOf(planned: Plan, name: string, passwords: Passwords): ReadonlyMap<string, Side> {
  const node = planned.cluster.nodes.find((each) => each.name === name);
  if (node === undefined) return new Map();
  const lowered = loweredRoutes(planned, node);
  return new Map(
    planned.routes(node).peers.map(({ peer, routes, withheld }) => [
      peer.name,
      {
        node,
        peer,
        routes,
        withheld,
        lowered: lowered.get(peer.name) ?? [],
        password: passwords.get(peer.name) ?? null,
      },
    ]),
  );
}

/** What a node that its operator takes out says to each peer before it leaves. */
function loweredRoutes(planned: Plan, node: Node): ReadonlyMap<string, readonly Route[]> {
  const found = planned.eligibility.get(node.name);
  if (found === undefined || !isDeliberate(found.reason)) return new Map();
  return new Map(planned.routesOfLeaving(node).peers.map(({ peer, routes }) => [peer.name, routes]));
}
