import type { Allocation } from '../decide/allocation.ts';
import { remedy, sentence, verdict } from '../decide/reason.ts';
import type { Verdict } from '../decide/reason.ts';
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

/** The word as Kubernetes writes reasons of conditions and events. */
export function publicReason(reason: string): string {
  return reason.charAt(0).toUpperCase() + reason.slice(1);
}

/** What is so, and what to do about it. */
export function explanation(of: Verdict): string {
  const advice = remedy(of);
  return advice === '' ? sentence(of) : `${sentence(of)}. ${advice}`;
}

/** Keeping an address is no news: the Service got it. */
export function decisiveVerdict({ decision, trace }: Allocation): Verdict {
  const missing = trace.find(({ reason }) => reason === 'secondFamilyMissing');
  if (decision.reason === 'kept') return missing ?? verdict('allocated', decision.details);
  return decision.reason === 'allocated' ? (missing ?? decision) : decision;
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
