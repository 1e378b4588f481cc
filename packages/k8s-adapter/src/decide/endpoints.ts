import type { Endpoints, EndpointSlice } from '../model/endpoint.ts';
import type { ObjectKey } from '../model/object.ts';

/** Counts the endpoints of one Service that answer: those that are ready, or serving while they terminate. */
export function countEndpoints(slices: Iterable<EndpointSlice>): Endpoints {
  const byNode = new Map<string, number>();
  const seen = new Set<string>();
  for (const { endpoints } of slices) {
    for (const { addresses, node, isReady, isServing } of endpoints) {
      const [first = ''] = addresses;
      const identity = addresses.length > 1 ? addresses.join(' ') : first;
      if (!(isReady || isServing) || seen.has(identity)) continue;
      seen.add(identity);
      if (node !== null) byNode.set(node, (byNode.get(node) ?? 0) + 1);
    }
  }
  return { total: seen.size, byNode };
}

/** The endpoints of each Service that has a slice. */
export function endpointsByService(slices: readonly EndpointSlice[]): ReadonlyMap<ObjectKey, Endpoints> {
  const grouped = new Map<ObjectKey, EndpointSlice[]>();
  for (const slice of slices) {
    const group = grouped.get(slice.service);
    if (group === undefined) grouped.set(slice.service, [slice]);
    else group.push(slice);
  }
  return new Map([...grouped].map(([service, group]) => [service, countEndpoints(group)]));
}

export const NO_ENDPOINTS: Endpoints = { total: 0, byNode: new Map() };
