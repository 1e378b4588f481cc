import type { Node } from '../model/node.ts';
import { verdict } from './reason.ts';
import type { Verdict } from './reason.ts';

/** What makes a node unfit to announce. */
export interface EligibilityOptions {
  /** Whether the label node.kubernetes.io/exclude-from-external-load-balancers counts. */
  readonly honoursExclusionLabel: boolean;
  /** Taints that ask a node to hand over what it announces. */
  readonly drainTaints: readonly string[];
  /** Whether cordoning asks the same. */
  readonly drainsWhenCordoned: boolean;
  /** The nodes whose speaker is alive; `null` where nobody watches. */
  readonly alive: ReadonlySet<string> | null;
}

export const DEFAULT_ELIGIBILITY: EligibilityOptions = {
  honoursExclusionLabel: true,
  drainTaints: ['fairlead.dev/drain'],
  drainsWhenCordoned: false,
  alive: null,
};

/** The verdict on each node by its name: `nodeEligible`, or the first reason against it. */
export type Eligibility = ReadonlyMap<string, Verdict>;

/** A node that is not Ready is passed over only while another one is fit, so that a silent control plane takes nothing away. */
export function eligibility(nodes: readonly Node[], options: EligibilityOptions): Eligibility {
  const verdicts = nodes.map((node) => ({ node, objection: objection(node, options) }));
  const isAnyReady = verdicts.some(({ node, objection }) => objection === null && node.isReady !== false);
  return new Map(
    verdicts.map(({ node, objection }) => {
      const { name } = node;
      const isPassedOver = isAnyReady && node.isReady === false;
      const latest = isPassedOver
        ? verdict('nodeNotReady', { node: name })
        : verdict('nodeEligible', { node: name });
      return [name, objection ?? latest];
    }),
  );
}

export function isEligible(eligibility: Eligibility, node: string): boolean {
  return eligibility.get(node)?.reason === 'nodeEligible';
}

function objection(node: Node, options: EligibilityOptions): Verdict | null {
  const rule = rules.find(({ applies }) => applies(node, options));
  return rule === undefined ? null : verdict(rule.reason, { node: node.name });
}

const rules = [
  {
    reason: 'nodeExcluded',
    applies: ({ labels }: Node, { honoursExclusionLabel }: EligibilityOptions) =>
      honoursExclusionLabel && EXCLUSION_LABEL in labels,
  },
  { reason: 'nodeNetworkUnavailable', applies: ({ isNetworkUnavailable }: Node) => isNetworkUnavailable },
  {
    reason: 'nodeOutOfService',
    applies: ({ taints }: Node) => taints.some(({ key }) => key === OUT_OF_SERVICE_TAINT),
  },
  {
    reason: 'nodeDraining',
    applies: ({ taints, isUnschedulable }: Node, { drainTaints, drainsWhenCordoned }: EligibilityOptions) =>
      (drainsWhenCordoned && isUnschedulable) || taints.some(({ key }) => drainTaints.includes(key)),
  },
  {
    reason: 'nodeWithoutSpeaker',
    applies: ({ name }: Node, { alive }: EligibilityOptions) => alive !== null && !alive.has(name),
  },
] as const;

const EXCLUSION_LABEL = 'node.kubernetes.io/exclude-from-external-load-balancers';
const OUT_OF_SERVICE_TAINT = 'node.kubernetes.io/out-of-service';
