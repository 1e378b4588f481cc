import type { ObjectRef } from '../model/object.ts';

/** What objects are rewritten to. */
export type Target = 'fairlead' | 'metallb';

/** Rewritten objects, and what could not be taken over. */
export interface Conversion {
  readonly objects: readonly Rewritten[];
  readonly losses: readonly Loss[];
}

/** Objects that are of the target already. */
export type IsKept = (ref: ObjectRef) => boolean;

/** As `Conversion`, with the objects of the target that have to make room for others all the same. */
export interface Written extends Conversion {
  readonly replaced: readonly ObjectRef[];
}

/** An object of the target, and what it was made from. */
export interface Rewritten {
  readonly object: Manifest;
  readonly from: readonly ObjectRef[];
}

/** Something that an object says and the target has no word for. */
export interface Loss {
  readonly object: ObjectRef;
  /** What it is, in the words of the object that says it, or of the model. */
  readonly feature: string;
  readonly message: string;
}

/** A Kubernetes object, ready to be written down. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [field: string]: unknown;
}

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly [field: string]: unknown;
}

/** Leaves out what says nothing: `null`, empty lists and what the kind takes for granted. */
export function compact(
  fields: Readonly<Record<string, unknown>>,
  defaults: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => {
      const isEmpty = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
      return !isEmpty && value !== defaults[name];
    }),
  );
}
