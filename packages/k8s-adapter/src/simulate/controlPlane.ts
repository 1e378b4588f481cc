import type { IpAddress } from '@fairlead/inet';
import { DEFAULT_ELIGIBILITY } from '../decide/eligibility.ts';
import { standingKey } from '../decide/standing.ts';
import type { Standing } from '../decide/standing.ts';
import { refOf } from '../dialect/metadata.ts';
import { isClusterScoped } from '../dialect/registry.ts';
import type { SourceObject } from '../dialect/source.ts';
import { translate } from '../dialect/translate.ts';
import type { Cluster } from '../model/cluster.ts';
import type { EndpointSlice } from '../model/endpoint.ts';
import { refKey } from '../model/object.ts';
import type { ObjectKey } from '../model/object.ts';
import type { Problem } from '../model/problem.ts';
import { plan } from '../plan/plan.ts';
import type { Plan, PlanOptions } from '../plan/plan.ts';

/** The objects of a cluster at one time, and what follows from them. */
export interface Version {
  readonly number: number;
  /** As if all speakers were alive: what counts for BGP. */
  readonly plan: Plan;
  readonly passwords: ReadonlyMap<string, string>;
  /** Who answers for what on layer 2 as the speakers stand. */
  readonly owners: (standing: Standing) => Plan;
}

/** The API server and the controller: objects change, and Services have their addresses at once. */
export class ControlPlane {
  readonly #options: PlanOptions;
  readonly #objects = new Map<unknown, SourceObject>();
  readonly #endpoints = new Map<ObjectKey, readonly string[]>();
  readonly #draining = new Set<string>();
  readonly #notReady = new Set<string>();
  #held: Plan['allocations'] = new Map();
  #number = 0;
  #problems: readonly Problem[] = [];

  constructor(objects: readonly SourceObject[], options: PlanOptions) {
    this.#options = { ...options, assumes: false };
    this.apply(objects);
  }

  /** What is wrong with the objects as of the last version. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }

  apply(objects: readonly SourceObject[]): void {
    for (const source of objects) this.#objects.set(identityOf(source) ?? source, source);
  }

  /** Whether there was such an object, like `Service default/web`. */
  remove(name: string): boolean {
    for (const identity of this.#objects.keys()) {
      if (identity === name || identity === withDefaultNamespace(name)) return this.#objects.delete(identity);
    }
    return false;
  }

  /** Puts one endpoint of the Service on each of the nodes, and no other. */
  placeEndpoints(service: ObjectKey, nodes: readonly string[]): void {
    this.#endpoints.set(service, nodes);
  }

  setDraining(node: string, isDraining: boolean): void {
    if (isDraining) this.#draining.add(node);
    else this.#draining.delete(node);
  }

  /** A node that is not ready has no endpoint that is. */
  setReady(node: string, isReady: boolean): void {
    if (isReady) this.#notReady.delete(node);
    else this.#notReady.add(node);
  }

  /** What the objects mean now. */
  version(): Version {
    const { cluster: read, problems, passwords } = translate(this.#objects.values());
    this.#problems = problems;
    const cluster = this.#withHeld(this.#withEndpoints(this.#withNodes(read)));
    const everywhere = plan(cluster, this.#options);
    this.#held = everywhere.allocations;
    const byStanding = new Map<string, Plan>();
    return {
      number: ++this.#number,
      plan: everywhere,
      passwords,
      owners: (standing) => {
        const { alive, owners, aliveFor, links } = standing;
        const key = JSON.stringify([standingKey(standing), [...owners].sort(), [...links].sort()]);
        const known = byStanding.get(key);
        if (known !== undefined) return known;
        const held = this.#withAllocations(cluster, everywhere.allocations);
        const found = plan(held, {
          ...this.#options,
          eligibility: { ...DEFAULT_ELIGIBILITY, alive },
          l2: { ...this.#options.l2, aliveFor },
          owners,
          links,
        });
        byStanding.set(key, found);
        return found;
      },
    };
  }

  #withNodes(cluster: Cluster): Cluster {
    return {
      ...cluster,
      nodes: cluster.nodes.map((node) => {
        const taint = { key: DRAIN_TAINT, value: '', effect: 'NoSchedule' };
        const taints = this.#draining.has(node.name) ? [...node.taints, taint] : node.taints;
        return { ...node, taints, isReady: this.#notReady.has(node.name) ? false : node.isReady };
      }),
    };
  }

  /** Without any EndpointSlice, each Service has an endpoint on every node. */
  #withEndpoints(cluster: Cluster): Cluster {
    const given = cluster.endpointSlices.filter(({ service }) => !this.#endpoints.has(service));
    const assumed = cluster.endpointSlices.length > 0 ? [] : cluster.services.map(({ key }) => key);
    const everywhere = cluster.nodes.map(({ name }) => name);
    const placed = new Map([...assumed.map((key) => [key, everywhere] as const), ...this.#endpoints]);
    const slices = [...given, ...[...placed].map(([service, nodes]) => sliceOf(service, nodes))];
    return { ...cluster, endpointSlices: slices.map((slice) => this.#withoutDead(slice)) };
  }

  #withoutDead(slice: EndpointSlice): EndpointSlice {
    const endpoints = slice.endpoints.map((endpoint) =>
      this.#notReady.has(endpoint.node ?? '') ? { ...endpoint, isReady: false, isServing: false } : endpoint,
    );
    return { ...slice, endpoints };
  }

  #withHeld(cluster: Cluster): Cluster {
    return this.#withAllocations(cluster, this.#held);
  }

  #withAllocations(cluster: Cluster, held: Plan['allocations']): Cluster {
    const services = cluster.services.map((service) => {
      const { addresses = [], pools = [] } = held.get(service.key) ?? {};
      return addresses.length === 0
        ? service
        : { ...service, assigned: { addresses, pool: pools[0] ?? null } };
    });
    return { ...cluster, services };
  }
}

/** The addresses that Services have, each with their keys. */
export function addressesOf({ allocations }: Plan): ReadonlyMap<IpAddress, readonly ObjectKey[]> {
  const found = new Map<IpAddress, ObjectKey[]>();
  for (const [key, { addresses }] of allocations) {
    for (const address of addresses) {
      const keys = found.get(address);
      if (keys === undefined) found.set(address, [key]);
      else keys.push(key);
    }
  }
  return found;
}

function sliceOf(service: ObjectKey, nodes: readonly string[]): EndpointSlice {
  const endpoints = nodes.map((node, index) => ({
    addresses: [`${service}#${index}`],
    node,
    isReady: true,
    isServing: true,
  }));
  return { key: service, service, endpoints };
}

function identityOf(source: SourceObject): string | null {
  const ref = refOf(source, isClusterScoped);
  return ref === null ? null : `${ref.kind} ${refKey(ref)}`;
}

function withDefaultNamespace(name: string): string {
  const [kind = '', rest = ''] = name.split(' ');
  return `${kind} default/${rest}`;
}

const DRAIN_TAINT = 'fairlead.dev/drain';
