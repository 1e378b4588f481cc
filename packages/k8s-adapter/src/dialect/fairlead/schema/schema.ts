import type { LabelSelector } from '../../../model/selector.ts';

/** One description of a field, from which its type, its reader and its part of the resource definition follow. */
export type Schema =
  | TextSchema
  | IntegerSchema
  | BooleanSchema
  | DurationSchema
  | AsnSchema
  | ListSchema
  | SelectorSchema
  | TimeSchema
  | ObjectSchema;

interface Described {
  readonly about: string;
}

export interface TextSchema extends Described {
  readonly type: 'text';
  readonly maxLength: number;
  readonly choices?: readonly string[];
  readonly default?: string;
  readonly pattern?: string;
  /** Rules on the text itself. */
  readonly rules?: readonly string[];
}

export interface IntegerSchema extends Described {
  readonly type: 'integer';
  readonly min: number;
  readonly max: number;
  readonly default?: number;
}

export interface BooleanSchema extends Described {
  readonly type: 'boolean';
  readonly default?: boolean;
}

/** As Go writes it, like `90s`; in milliseconds. */
export interface DurationSchema extends Described {
  readonly type: 'duration';
  readonly min: number;
  readonly max: number;
  readonly default?: string;
}

/** The number of an autonomous system, or `internal` or `external`. */
export interface AsnSchema extends Described {
  readonly type: 'asn';
}

export interface ListSchema extends Described {
  readonly type: 'list';
  readonly items: Schema;
  readonly maxItems: number;
  readonly minItems?: number;
  /** The field of its items that tells them apart. */
  readonly key?: string;
  readonly rules?: readonly string[];
}

export interface SelectorSchema extends Described {
  readonly type: 'selector';
}

export interface TimeSchema extends Described {
  readonly type: 'time';
}

export interface ObjectSchema extends Described {
  readonly type: 'object';
  readonly fields: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** Names of rules that hold between the fields. */
  readonly rules?: readonly string[];
}

/** A kind with its schema. */
export interface KindSchema {
  readonly kind: string;
  readonly plural: string;
  readonly shortNames: readonly string[];
  readonly about: string;
  readonly namespaced: boolean;
  readonly spec: ObjectSchema;
  readonly status: ObjectSchema;
  /** The columns of `kubectl get`, besides name and age. */
  readonly columns: readonly Column[];
}

export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean' | 'date';
  readonly path: string;
  /** 1 shows it only with `-o wide`. */
  readonly priority?: number;
}

/** The value that a schema describes; `null` for a field that may be absent, an empty list for one that is. */
export type Value<S> = S extends { readonly type: 'text'; readonly choices: readonly (infer Choice)[] }
  ? Choice
  : S extends { readonly type: 'text' | 'time' }
    ? string
    : S extends { readonly type: 'integer' | 'duration' }
      ? number
      : S extends { readonly type: 'boolean' }
        ? boolean
        : S extends { readonly type: 'asn' }
          ? number | 'internal' | 'external'
          : S extends { readonly type: 'selector' }
            ? LabelSelector
            : S extends { readonly type: 'list'; readonly items: infer Item }
              ? readonly Value<Item>[]
              : S extends { readonly type: 'object'; readonly fields: infer Fields }
                ? { readonly [Name in keyof Fields]: Field<S, Name, Fields[Name]> }
                : never;

type Field<Parent, Name, S> = S extends { readonly default: unknown } | { readonly type: 'list' }
  ? Value<S>
  : Parent extends { readonly required: readonly (infer Required)[] }
    ? Name extends Required
      ? Value<S>
      : Value<S> | null
    : Value<S> | null;
