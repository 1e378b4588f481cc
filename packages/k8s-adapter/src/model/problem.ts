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

/** `field message`, which together are a sentence. */
export function sentenceOf({ field, message }: Problem): string {
  return field === '' ? message : `${field} ${message}`;
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

/** What to do about each. */
export const PROBLEM_REMEDIES: Readonly<Record<ProblemCode, string>> = {
  missingField: 'Add the field.',
  wrongType: 'Write the type that the message names; in YAML, quotes make a string.',
  invalidValue: 'Write what the message asks for.',
  unknownField: 'Correct the spelling, or drop the field.',
  unknownKind: 'Correct kind or apiVersion; an object of another product belongs elsewhere.',
  duplicate: 'Drop one of the two.',
  overlap: 'Give each pool addresses of its own.',
  conflict: 'Decide for one of the two; until then the older has its way.',
  unknownReference: 'Correct the name, or create the object.',
  selectsNothing: 'Correct the selector, or label the objects that it should select.',
  notAnnounced: 'Create an advertisement that covers the pool, or a peer to tell.',
  clusterOverlap: 'Give the pool addresses that nothing in the cluster uses.',
  unreachableSubnet: 'Give the pool addresses of a subnet of the nodes, or advertise it by BGP.',
  strictArp: 'Set ipvs.strictARP to true in the configuration of kube-proxy.',
  notSupported: 'Read what happens instead; drop the field if that will do.',
  deprecated: 'Nothing yet; fairlead convert writes the new form.',
  noEffect: 'Drop it, or move it to where it counts.',
  otherNamespace: 'Move the object, or start Fairlead with --namespace.',
  notNeeded: 'Nothing.',
};
