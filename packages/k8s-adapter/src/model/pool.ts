import type { AddressRange, IpAddress, IpFamily } from '@fairlead/inet';
import type { Aged, Labels, ObjectKey } from './object.ts';
import type { LabelSelector } from './selector.ts';

/** Addresses that Services can get. */
export interface Pool extends Aged {
  readonly name: string;
  readonly labels: Labels;
  /** No two overlap. */
  readonly ranges: readonly PoolRange[];
  /** Whether a Service that asks for nothing may get an address here. */
  readonly autoAssign: boolean;
  /** Gives no address any more; those given stay. */
  readonly disabled: boolean;
  /** Keeps IPv4 addresses that end in .0 or .255 out of use. */
  readonly avoidBuggyIps: boolean;
  /** The smaller is tried first, `null` last. */
  readonly priority: number | null;
  /** For whom the pool is reserved; `null` is everybody. */
  readonly reservedFor: Audience | null;
  /** Serves only Services that ask for this product by its annotation. */
  readonly optIn: 'openelb' | null;
  /** Where a Service finds no pool that is reserved for it. */
  readonly isDefault: boolean;
  /** What happens to addresses in use that an edit takes out of the pool. */
  readonly whenRemoved: 'move' | 'keep';
  readonly quotas: readonly Quota[];
  /** Whether announcing its addresses is left to somebody else. */
  readonly isAnnouncedElsewhere: boolean;
}

/** A part of a pool as its owner wrote it. */
export interface PoolRange extends AddressRange {
  readonly text: string;
}

/** Namespaces by name or by label, and of their Services those that a selector selects. Empty lists restrict nothing. */
export interface Audience {
  readonly namespaces: readonly string[];
  readonly namespaceSelectors: readonly LabelSelector[];
  readonly serviceSelectors: readonly LabelSelector[];
  /** Whether it also binds Services that ask for the pool or an address by name. */
  readonly isEnforced: boolean;
}

/** How many addresses of the pool each of the selected namespaces may hold. */
export interface Quota {
  readonly namespaces: readonly string[];
  readonly namespaceSelectors: readonly LabelSelector[];
  readonly limit: number;
}

/** Addresses that stay reserved for a namespace, whether or not a Service uses them. */
export interface AddressClaim extends Aged {
  readonly key: ObjectKey;
  readonly namespace: string;
  readonly name: string;
  readonly families: readonly IpFamily[];
  readonly pools: readonly string[];
  readonly addresses: readonly IpAddress[];
  /** What its status says it has. */
  readonly assigned: readonly IpAddress[];
}
