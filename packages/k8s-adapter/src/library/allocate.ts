import { allocate as allocateCluster } from '../decide/allocate.ts';
import type { AllocationOptions } from '../decide/allocate.ts';
import type { Allocation } from '../decide/allocation.ts';
import type { ObjectKey } from '../model/object.ts';
import { allocationDocument } from '../plan/allocationDocument.ts';
import type { AllocationDocument } from '../plan/allocationDocument.ts';
import { clusterOf } from './input.ts';
import type { Input } from './input.ts';
import { writable } from './writable.ts';
import type { WritableMap } from './writable.ts';

/** What became of each Service, by `namespace/name`; as JSON a list, as in the output of `fairlead plan --json`. */
export type Allocations = WritableMap<ObjectKey, Allocation, readonly AllocationDocument[]>;

/** Which addresses every Service has, by `namespace/name`. The order of the objects does not matter. */
export function allocate(
  input: Input,
  { loadBalancerClass = null }: Partial<AllocationOptions> = {},
): Allocations {
  return writable(allocateCluster(clusterOf(input), { loadBalancerClass }), (map) =>
    Array.from(map.values(), allocationDocument),
  );
}
