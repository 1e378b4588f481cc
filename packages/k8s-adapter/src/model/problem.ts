import type { ObjectRef } from './object.ts';

/**
 * What is wrong with an object. An `error` sets aside the object, or the part that `field` names; a `warning` changes nothing
 * but will surprise its owner; a `note` says what was passed over on purpose.
 */
export interface Problem {
  readonly severity: Severity;
  readonly code: ProblemCode;
  readonly object: ObjectRef;
  /** The path of the field, like `spec.addresses[0]`; empty for the whole object. */
  readonly field: string;
  /** The offending value as it was written; `null` where none is at fault, and for passwords. */
  readonly value: string | null;
  /** One sentence: what is wrong and what to do. */
  readonly message: string;
  /** The document that the object was read from; `null` where it came from an API server. */
  readonly origin: string | null;
}

export type Severity = 'error' | 'warning' | 'note';

/** The closed list of what can be wrong. */
export type ProblemCode = keyof typeof PROBLEM_CODES;

/** What each code stands for. */
export const PROBLEM_CODES = {
  missingField: 'a required field is absent or empty',
  wrongType: 'a field holds another type of value than its kind defines',
  invalidValue: 'a value is malformed or out of its range',
  unknownField: 'a field that the kind does not have; it does nothing',
  unknownKind: 'a kind that Fairlead does not know; the object does nothing here',
  duplicate: 'the same thing is said twice',
  overlap: 'two pools share addresses; the younger one is set aside',
  conflict: 'two fields or objects contradict each other',
  unknownReference: 'a name that no object has',
  selectsNothing: 'a selector that selects nothing',
  notAnnounced: 'a pool whose addresses nothing announces',
  clusterOverlap: 'a pool that holds addresses of nodes, pods or ClusterIPs',
  unreachableSubnet: 'a layer 2 pool outside the subnets of all nodes',
  strictArp: 'kube-proxy answers ARP for addresses that other nodes own',
  notSupported: 'a feature of another product that has no equivalent here',
  deprecated: 'an old form that still works',
  noEffect: 'a setting that does nothing where it stands',
  otherNamespace: 'an object outside the namespace that configuration is read from',
  notNeeded: 'an object that needs no action, because Fairlead does its job another way',
} as const;
