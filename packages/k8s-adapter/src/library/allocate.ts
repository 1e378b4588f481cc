import { allocate as allocateCluster } from '../decide/allocate.ts';
import type { AllocationOptions } from '../decide/allocate.ts';
import type { Allocation } from '../decide/allocation.ts';
import type { ObjectKey } from '../model/object.ts';
import { clusterOf } from './input.ts';
import type { Input } from './input.ts';

/** Which addresses every Service has, by `namespace/name`. The order of the objects does not matter. */
export function allocate(
  input: Input,
  { loadBalancerClass = null }: Partial<AllocationOptions> = {},
): ReadonlyMap<ObjectKey, Allocation> {
  return allocateCluster(clusterOf(input), { loadBalancerClass });
}
