import type { IpAddress } from '@fairlead/inet';
import { DEFAULT_ELIGIBILITY } from '../decide/eligibility.ts';
import type { EligibilityOptions } from '../decide/eligibility.ts';
import { DEFAULT_L2 } from '../decide/l2View.ts';
import type { ElectionPolicy } from '../model/advertisement.ts';
import { planDocument } from '../plan/document.ts';
import type { PlanDocument } from '../plan/document.ts';
import { DEFAULT_PLAN, plan as planCluster } from '../plan/plan.ts';
import type { Plan, PlanOptions } from '../plan/plan.ts';
import { clusterOf } from './input.ts';
import type { Input } from './input.ts';

/** What may be said besides the objects; all of it has a default. */
export interface PlanWishes extends Partial<Omit<PlanOptions, 'owners' | 'eligibility'>> {
  readonly eligibility?: Partial<EligibilityOptions>;
  /** The nodes whose speakers are alive, for layer 2; without it all are. */
  readonly alive?: Iterable<string>;
  /** How owners are elected where an advertisement does not say it. */
  readonly election?: Partial<ElectionPolicy>;
  /** Who answers for which address now. */
  readonly owners?: ReadonlyMap<IpAddress, string> | Readonly<Record<string, string>>;
}

/** A plan that can be written as JSON: what `fairlead plan --json` writes, but for the problems. */
export interface WritablePlan extends Plan {
  readonly toJSON: () => PlanDocument;
}

/** Decides everything that follows from the objects. */
export function plan(input: Input, wishes: PlanWishes = {}): WritablePlan {
  const planned = planCluster(clusterOf(input), optionsOf(wishes));
  return { ...planned, toJSON: () => planDocument(planned, { node: null, peer: null }) };
}

function optionsOf({ eligibility, alive, election, owners = {}, ...others }: PlanWishes): PlanOptions {
  const l2 = others.l2 ?? DEFAULT_L2;
  return {
    ...DEFAULT_PLAN,
    ...others,
    eligibility: {
      ...DEFAULT_ELIGIBILITY,
      ...eligibility,
      ...(alive !== undefined && { alive: new Set(alive) }),
    },
    l2: { ...l2, election: { ...l2.election, ...election } },
    owners: owners instanceof Map ? owners : new Map(Object.entries(owners) as [IpAddress, string][]),
  };
}
