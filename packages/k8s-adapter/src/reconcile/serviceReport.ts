import { decisiveVerdict } from '../decide/allocation.ts';
import type { Allocation } from '../decide/allocation.ts';
import { explanation, publicReason } from '../decide/reason.ts';
import { ANNOTATIONS } from '../dialect/core/annotation.ts';
import type { FoundStatus, ServiceStatus } from '../k8s/serviceStatus.ts';

/** What the status of a Service should say of its allocation; `null` leaves it as it is. */
export function reportOf(allocation: Allocation, found: FoundStatus): ServiceStatus | null {
  if (allocation.kind === 'ignored') return isOurs(found) ? NOTHING : null;
  const { addresses, pools } = allocation;
  const decisive = decisiveVerdict(allocation);
  return {
    addresses,
    condition: {
      status: addresses.length > 0 ? 'True' : 'False',
      reason: publicReason(decisive.reason),
      message: explanation(decisive),
    },
    annotations: poolAnnotations(found, pools.length === 0 ? null : pools.join(',')),
  };
}

function isOurs({ condition }: FoundStatus): boolean {
  return condition !== null;
}

/** Our own annotation, and those of other products where they are there already, so that they do not lie. */
function poolAnnotations({ annotations }: FoundStatus, pool: string | null): ServiceStatus['annotations'] {
  const [own, ...others] = ANNOTATIONS.allocatedFrom;
  const present = others.filter((name) => annotations[name] !== undefined);
  return Object.fromEntries([own, ...present].map((name) => [name, pool]));
}

const NOTHING: ServiceStatus = {
  addresses: [],
  condition: null,
  annotations: { [ANNOTATIONS.allocatedFrom[0]]: null },
};
