import type { Drafts } from './drafts.ts';
import type { KubernetesObject } from './metadata.ts';

/** Reads an object of one kind into the drafts, or into problems of its report. */
export type KindReader = (object: KubernetesObject, drafts: Drafts) => void;

/** A family of kinds that are read. */
export interface Dialect {
  readonly name: string;
  /** By `apiVersion kind`. */
  readonly kinds: Readonly<Record<string, KindReader>>;
  /** Those of the kinds that live in no namespace. */
  readonly clusterScoped: readonly string[];
  /** The API groups whose other kinds are mistakes. */
  readonly groups: readonly string[];
}
