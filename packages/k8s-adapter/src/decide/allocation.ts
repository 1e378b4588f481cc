import { familyOf } from '@fairlead/inet';
import type { IpAddress } from '@fairlead/inet';
import type { ObjectKey } from '../model/object.ts';
import type { Service } from '../model/service.ts';
import type { Holdings } from './choose.ts';
import { verdict } from './reason.ts';
import type { Verdict } from './reason.ts';
import { formatList, wantedFamilies } from './request.ts';

/** What became of a Service, and every verdict on the way. */
export interface Allocation {
  readonly service: ObjectKey;
  /** `ignored` Services are none of ours: whatever their status says stays. */
  readonly kind: 'assigned' | 'pending' | 'ignored';
  readonly addresses: readonly IpAddress[];
  /** The pools that the addresses are of, each once. */
  readonly pools: readonly string[];
  readonly decision: Verdict;
  readonly trace: readonly Verdict[];
}

export function ignored({ key }: Service, decision: Verdict): Allocation {
  return { service: key, kind: 'ignored', addresses: [], pools: [], decision, trace: [decision] };
}

export function allocated(
  service: Service,
  kept: Holdings,
  holdings: Holdings,
  lost: readonly Verdict[],
): Allocation {
  const addresses = formatList(holdings.keys());
  const pools = [...new Set(holdings.values())];
  const isKept = lost.length === 0 && holdings.size === kept.size;
  const decision = verdict(isKept ? 'kept' : 'allocated', { addresses, pool: formatList(pools) });
  const trace = [...lost, ...shortfall(service, holdings), decision];
  return { service: service.key, kind: 'assigned', addresses: [...holdings.keys()], pools, decision, trace };
}

/** The Service got nothing, or nothing more than what it keeps. */
export function notAllocated(
  service: Service,
  kept: Holdings,
  refusals: readonly Verdict[],
  poolCount: number,
): Allocation {
  const decision = decisive(refusals, poolCount);
  return {
    service: service.key,
    kind: kept.size > 0 ? 'assigned' : 'pending',
    addresses: [...kept.keys()],
    pools: [...new Set(kept.values())],
    decision,
    trace: refusals.includes(decision) ? refusals : [...refusals, decision],
  };
}

/** Keeping an address is no news: the Service got it. */
export function decisiveVerdict({ decision, trace }: Allocation): Verdict {
  const missing = trace.find(({ reason }) => reason === 'secondFamilyMissing');
  if (decision.reason === 'kept') return missing ?? verdict('allocated', decision.details);
  return decision.reason === 'allocated' ? (missing ?? decision) : decision;
}

/** The verdict that says most: of a pool that would have served, else of the only one that there is. */
function decisive(refusals: readonly Verdict[], poolCount: number): Verdict {
  const others = refusals.filter(({ reason }) => reason !== 'moved');
  const [first, second] = others.filter(({ reason }) => !GENERAL.has(reason));
  if (first !== undefined && second === undefined) return first;
  const [only, more] = others;
  if (only !== undefined && more === undefined) return only;
  return poolCount === 0 ? verdict('noPools', {}) : verdict('noPoolSuits', { count: poolCount });
}

/** Only who prefers both families can have too little. */
function shortfall(service: Service, holdings: Holdings): readonly Verdict[] {
  const { families, amount } = wantedFamilies(service);
  if (amount !== 'any') return [];
  const held = new Set([...holdings.keys()].map(familyOf));
  const isShort = families.some((family) => !held.has(family));
  return isShort ? [verdict('secondFamilyMissing', { family: formatList(held) })] : [];
}

/** What is said of pools that were never meant for the Service. */
const GENERAL: ReadonlySet<string> = new Set([
  'poolNotAutomatic',
  'poolNeedsOptIn',
  'poolNotForNamespace',
  'poolNotForService',
  'poolHasNoFamily',
]);
