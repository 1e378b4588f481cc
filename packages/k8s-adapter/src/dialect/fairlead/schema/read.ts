import { isAsn } from '@fairlead/inet';
import { parseDuration } from '../../duration.ts';
import type { Fields } from '../../fields.ts';
import { readSelector } from '../../selector.ts';
import { RULES } from './rule.ts';
import type { DurationSchema, ListSchema, ObjectSchema, Schema, TextSchema, Value } from './schema.ts';

/** Reads an object by its schema, with defaults; what does not fit is reported, and `null` takes its place. */
export function readBySchema<S extends ObjectSchema>(fields: Fields, schema: S): Value<S> {
  return readObject(fields, schema) as Value<S>;
}

function readObject(fields: Fields, { fields: schemas, required = [], rules = [] }: ObjectSchema): object {
  const before = fields.report.errorCount;
  const read = Object.entries(schemas).map(([name, schema]) => {
    if (required.includes(name) && !fields.has(name)) fields.missing(name);
    return [name, readField(fields, name, schema)] as const;
  });
  fields.warnOfUnknown();
  if (fields.report.errorCount === before) holdTo(fields, rules);
  return Object.fromEntries(read);
}

function readField(fields: Fields, name: string, schema: Schema): unknown {
  switch (schema.type) {
    case 'text':
      return readText(fields, name, schema) ?? schema.default ?? null;
    case 'time':
      return fields.text(name);
    case 'integer':
      return fields.integer(name, schema.min, schema.max) ?? schema.default ?? null;
    case 'boolean':
      return fields.boolean(name) ?? schema.default ?? null;
    case 'duration':
      return readMillis(fields, name, schema);
    case 'asn':
      return readAsn(fields, name);
    case 'selector': {
      const selector = fields.object(name);
      return selector === null ? null : readSelector(selector);
    }
    case 'list':
      return readList(fields, name, schema);
    case 'object': {
      const object = fields.object(name);
      return object === null ? null : readObject(object, schema);
    }
  }
}

function readText(fields: Fields, name: string, schema: TextSchema): string | null {
  const text = fields.text(name);
  if (text === null) return null;
  const { maxLength, choices, pattern, rules = [] } = schema;
  if (text.length > maxLength) fields.invalid(name, text, `is longer than ${maxLength} characters`);
  if (choices !== undefined && !choices.includes(text)) {
    fields.invalid(name, text, `is "${text}", but must be ${choices.join(' or ')}`);
  }
  if (pattern !== undefined && !new RegExp(pattern).test(text)) {
    fields.invalid(name, text, `is "${text}", but must be of the form ${pattern}`);
  }
  const broken = rules.flatMap((rule) => RULES[rule] ?? []).find(({ holds }) => !holds(text));
  if (broken !== undefined) fields.invalid(name, text, `is "${text}", but ${broken.message}`);
  return text;
}

function readMillis(
  fields: Fields,
  name: string,
  { min, max, default: usual }: DurationSchema,
): number | null {
  const raw = fields.raw(name);
  if (typeof raw === 'number') {
    fields.invalid(name, raw, `is ${raw}, but must be a duration with its unit, like 90s`);
    return null;
  }
  const text = fields.text(name) ?? usual ?? null;
  if (text === null) return null;
  const millis = (parseDuration(text) ?? NaN) * 1000;
  if (millis >= min && millis <= max) return millis;
  fields.invalid(
    name,
    text,
    `is "${text}", but must be a duration from ${min} ms to ${max / 1000} s, like 90s`,
  );
  return null;
}

function readAsn(fields: Fields, name: string): number | string | null {
  const value = fields.raw(name);
  if (value === null || value === 'internal' || value === 'external') return value;
  if (typeof value === 'number' && isAsn(value)) return value;
  fields.invalid(name, value, 'must be the number of an AS, internal or external');
  return null;
}

function readList(
  fields: Fields,
  name: string,
  { items, minItems = 0, maxItems, key }: ListSchema,
): readonly unknown[] {
  const entries = fields.entries(name);
  if (fields.has(name) && entries.names().length < minItems)
    fields.invalid(name, null, `needs at least ${minItems}`);
  if (entries.names().length > maxItems) fields.invalid(name, null, `has more than ${maxItems} entries`);
  const read = entries.names().map((index) => readField(entries, index, items));
  if (key === undefined) return read.filter((each) => each !== null);
  const known = new Set<unknown>();
  for (const item of fields.objects(name)) {
    const value = item.raw(key);
    if (known.has(value))
      item.report.error('duplicate', item.at(key), value, `says "${String(value)}" a second time`);
    known.add(value);
  }
  return read;
}

function holdTo(fields: Fields, rules: readonly string[]): void {
  for (const name of rules) {
    const rule = RULES[name];
    if (rule !== undefined && !rule.holds(fields.content)) {
      fields.report.error('conflict', fields.path, null, rule.message);
    }
  }
}
