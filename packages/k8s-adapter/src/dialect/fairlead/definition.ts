import { GROUP, VERSION } from './index.ts';
import { RULES } from './schema/rule.ts';
import type { KindSchema, ListSchema, ObjectSchema, Schema, TextSchema } from './schema/schema.ts';

/** The CustomResourceDefinition of a kind, as `apiextensions.k8s.io/v1` wants it. */
export function definitionOf(kind: KindSchema): object {
  const { plural, shortNames, namespaced } = kind;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${GROUP}` },
    spec: {
      group: GROUP,
      scope: namespaced ? 'Namespaced' : 'Cluster',
      names: {
        kind: kind.kind,
        listKind: `${kind.kind}List`,
        plural,
        singular: kind.kind.toLowerCase(),
        ...(shortNames.length === 0 ? {} : { shortNames }),
        categories: ['fairlead'],
      },
      versions: [
        {
          name: VERSION,
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: [
            ...kind.columns.map(({ name, type, path, priority }) => ({
              name,
              type,
              jsonPath: path,
              ...(priority === undefined ? {} : { priority }),
            })),
            { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
          ],
          schema: { openAPIV3Schema: rootOf(kind) },
        },
      ],
    },
  };
}

function rootOf({ about, spec, status }: KindSchema): object {
  return {
    type: 'object',
    description: about,
    ...(Object.keys(spec.fields).length === 0 ? {} : { required: ['spec'] }),
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
      spec: propertyOf(spec),
      status: propertyOf({ ...status, fields: status.fields }, { conditions: CONDITIONS }),
    },
  };
}

function propertyOf(schema: Schema, more: object = {}): object {
  const description = schema.about;
  switch (schema.type) {
    case 'text':
      return { type: 'string', description, ...textLimits(schema) };
    case 'time':
      return { type: 'string', format: 'date-time', description };
    case 'integer':
      return {
        type: 'integer',
        format: 'int64',
        description,
        minimum: schema.min,
        maximum: schema.max,
        ...defaultOf(schema),
      };
    case 'boolean':
      return { type: 'boolean', description, ...defaultOf(schema) };
    case 'duration':
      return { type: 'string', description, maxLength: 32, ...defaultOf(schema), ...durationLimits(schema) };
    case 'asn':
      return { 'x-kubernetes-int-or-string': true, description, ...ASN };
    case 'selector':
      return { ...SELECTOR, description };
    case 'list':
      return listOf(schema);
    case 'object':
      return objectOf(schema, more);
  }
}

function listOf({ about, items, minItems, maxItems, key }: ListSchema): object {
  return {
    type: 'array',
    description: about,
    maxItems,
    ...(minItems === undefined ? {} : { minItems }),
    ...(key === undefined ? {} : { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': [key] }),
    items: propertyOf(items),
  };
}

function objectOf({ about, fields, required, rules = [] }: ObjectSchema, more: object): object {
  return {
    type: 'object',
    description: about,
    ...(required === undefined ? {} : { required }),
    properties: {
      ...Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, propertyOf(schema)])),
      ...more,
    },
    ...validations(rules.flatMap((rule) => RULES[rule] ?? [])),
  };
}

function textLimits({ maxLength, choices, pattern, rules = [], ...schema }: TextSchema): object {
  return {
    maxLength,
    ...(choices === undefined ? {} : { enum: choices }),
    ...(pattern === undefined ? {} : { pattern }),
    ...defaultOf(schema),
    ...validations(rules.flatMap((rule) => RULES[rule] ?? [])),
  };
}

function durationLimits({ min, max }: { readonly min: number; readonly max: number }): object {
  const cel = `duration(self) >= duration('${min}ms') && duration(self) <= duration('${max}ms')`;
  return {
    pattern: DURATION,
    ...validations([{ cel, message: `must be a duration from ${min} ms to ${max / 1000} s` }]),
  };
}

function defaultOf(schema: { readonly default?: unknown }): object {
  return schema.default === undefined ? {} : { default: schema.default };
}

function validations(rules: readonly { readonly cel: string; readonly message: string }[]): object {
  if (rules.length === 0) return {};
  return { 'x-kubernetes-validations': rules.map(({ cel, message }) => ({ rule: cel, message })) };
}

const DURATION = '^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$';

/** What limits a number does not limit a text, and the other way round. */
const ASN = { minimum: 1, maximum: 4294967295, maxLength: 8, pattern: '^(internal|external)$' };

const SELECTOR = {
  type: 'object',
  'x-kubernetes-map-type': 'atomic',
  properties: {
    matchLabels: {
      type: 'object',
      maxProperties: 64,
      additionalProperties: { type: 'string', maxLength: 63 },
    },
    matchExpressions: {
      type: 'array',
      maxItems: 16,
      items: {
        type: 'object',
        required: ['key', 'operator'],
        properties: {
          key: { type: 'string', maxLength: 317 },
          operator: { type: 'string', enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'] },
          values: { type: 'array', maxItems: 256, items: { type: 'string', maxLength: 63 } },
        },
        'x-kubernetes-validations': [
          {
            rule: "self.operator in ['In', 'NotIn'] ? has(self.values) && size(self.values) > 0 : !has(self.values) || size(self.values) == 0",
            message: 'needs values for In and NotIn, and none for Exists and DoesNotExist',
          },
        ],
      },
    },
  },
};

const CONDITIONS = {
  type: 'array',
  description: 'Whether the object is in force.',
  maxItems: 16,
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['type'],
  items: {
    type: 'object',
    required: ['type', 'status', 'lastTransitionTime', 'reason', 'message'],
    properties: {
      type: { type: 'string', maxLength: 316 },
      status: { type: 'string', enum: ['True', 'False', 'Unknown'] },
      observedGeneration: { type: 'integer', format: 'int64', minimum: 0 },
      lastTransitionTime: { type: 'string', format: 'date-time' },
      reason: { type: 'string', minLength: 1, maxLength: 1024 },
      message: { type: 'string', maxLength: 32768 },
    },
  },
};
