import type { Cluster } from '../model/cluster.ts';
import { byAge } from '../model/object.ts';
import type { ObjectKey } from '../model/object.ts';
import type { Service } from '../model/service.ts';
import type { Allocation } from './allocation.ts';
import { Allocator } from './allocator.ts';

export interface AllocationOptions {
  /** The only class that is served; `null` serves Services without a class and those of our own. */
  readonly loadBalancerClass: string | null;
}

/** Which addresses every Service of the cluster has. The order of the objects does not matter. */
export function allocate(cluster: Cluster, options: AllocationOptions): ReadonlyMap<ObjectKey, Allocation> {
  return allocateWith(new Allocator(), cluster, options);
}

/** As `allocate`, with an allocator that is empty, and afterwards knows who holds what. */
export function allocateWith(
  allocator: Allocator,
  cluster: Cluster,
  { loadBalancerClass }: AllocationOptions,
): ReadonlyMap<ObjectKey, Allocation> {
  const namespaces = new Map(cluster.namespaces.map(({ name, labels }) => [name, labels]));
  const { pools, claims } = cluster.config;
  allocator.configure({ pools, claims, namespaces, loadBalancerClass });
  const services = inAllocationOrder(cluster.services);
  allocator.hold(claims, services);
  for (const claim of claims) allocator.placeClaim(claim);
  return new Map(services.map((service) => [service.key, allocator.place(service)]));
}

/** Those that have addresses, then those that ask for particular ones, then the rest; the older first. */
export function inAllocationOrder(services: readonly Service[]): readonly Service[] {
  return [...services].sort((a, b) => urgency(a) - urgency(b) || byAge(a, b));
}

function urgency({ assigned, request }: Service): number {
  if (assigned !== null && assigned.addresses.length > 0) return 0;
  return request.addresses.length > 0 || request.claim !== null ? 1 : 2;
}
