import { didYouMean } from '../model/nearest.ts';
import type { Labels } from '../model/object.ts';
import type { Report } from './report.ts';
import { isJsonObject } from './source.ts';
import type { JsonObject } from './source.ts';

/** A cursor over the fields of an object. A field that is absent or null is `null`; one of the wrong type is reported as well. */
export class Fields {
  readonly path: string;
  readonly report: Report;
  readonly content: JsonObject;
  readonly #seen = new Set<string>();

  constructor(content: JsonObject, path: string, report: Report) {
    this.content = content;
    this.path = path;
    this.report = report;
  }

  /** The path of a field, like `spec.addresses`. */
  at(name: string): string {
    if (/^\d+$/.test(name)) return `${this.path}[${name}]`;
    const step = /^[A-Za-z_][\w-]*$/.test(name) ? name : `"${name}"`;
    return this.path === '' ? step : `${this.path}.${step}`;
  }

  /** The names of all fields that are neither absent nor null. */
  names(): readonly string[] {
    return Object.keys(this.content).filter((name) => (this.content[name] ?? null) !== null);
  }

  has(name: string): boolean {
    return this.raw(name) !== null;
  }

  raw(name: string): unknown {
    this.#seen.add(name);
    return (Object.hasOwn(this.content, name) ? this.content[name] : null) ?? null;
  }

  /** An empty text counts as absent, as it does in Kubernetes. */
  text(name: string): string | null {
    const text = this.#typed(name, 'a string', isText);
    return text === '' ? null : text;
  }

  requiredText(name: string): string {
    const text = this.text(name);
    if (text === null) this.missing(name);
    return text ?? '';
  }

  boolean(name: string): boolean | null {
    return this.#typed(name, 'true or false', isBoolean);
  }

  integer(name: string, min: number, max: number): number | null {
    const value = this.#typed(name, 'a whole number', isInteger);
    if (value === null || (value >= min && value <= max)) return value;
    this.invalid(name, value, `is ${value}, but must be ${min} to ${max}`);
    return null;
  }

  /** As `integer`, but 0 counts as absent. */
  positive(name: string, max: number): number | null {
    const value = this.integer(name, 0, max);
    return value === 0 ? null : value;
  }

  oneOf<Choice extends string>(name: string, choices: readonly Choice[]): Choice | null {
    const text = this.text(name);
    const choice = choices.find((each) => each === text);
    if (choice !== undefined || text === null) return choice ?? null;
    this.invalid(name, text, `is "${text}", but must be ${choices.join(' or ')}`);
    return null;
  }

  texts(name: string): readonly string[] {
    const items = this.#list(name);
    return items
      .filter((item, index) => this.#isItem(name, index, item, isText(item), 'a string'))
      .filter(isText);
  }

  object(name: string): Fields | null {
    const value = this.#typed(name, 'an object', isJsonObject);
    return value === null ? null : new Fields(value, this.at(name), this.report);
  }

  /** As `object`, but an absent one is one without fields. */
  objectOrEmpty(name: string): Fields {
    return this.object(name) ?? new Fields({}, this.at(name), this.report);
  }

  /** An item that is null is an object without fields, as in a YAML list with an empty entry. */
  objects(name: string): readonly Fields[] {
    return this.#list(name).flatMap((entry, index) => {
      const item = entry ?? {};
      if (!this.#isItem(name, index, item, isJsonObject(item), 'an object') || !isJsonObject(item)) return [];
      return [new Fields(item, `${this.at(name)}[${index}]`, this.report)];
    });
  }

  /** As `objects`, but an error in one sets only that one aside. */
  partsOf(name: string): readonly Fields[] {
    return this.objects(name).map((item) => item.apart());
  }

  /** The same fields with a report of their own. */
  apart(): Fields {
    return new Fields(this.content, this.path, this.report.part());
  }

  /** A map of strings. */
  map(name: string): Labels {
    const fields = this.object(name);
    if (fields === null) return {};
    return Object.fromEntries(fields.names().map((key) => [key, fields.text(key) ?? '']));
  }

  missing(name: string, hint = ''): void {
    const message = `is required${hint === '' ? '' : `: ${hint}`}`;
    this.report.error('missingField', this.at(name), null, message);
  }

  invalid(name: string, value: unknown, message: string): void {
    this.report.error('invalidValue', this.at(name), value, message);
  }

  /** Says of each field that nobody asked for that it does nothing. */
  warnOfUnknown(): void {
    for (const name of this.names()) {
      if (this.#seen.has(name)) continue;
      const hint = didYouMean(name, this.#seen);
      const message = `is no field of this kind and does nothing${hint}`;
      this.report.warning('unknownField', this.at(name), null, message);
    }
  }

  /** Says of each field that nobody asked for that it makes the object invalid. */
  refuseUnknown(): void {
    for (const name of this.names()) {
      if (this.#seen.has(name)) continue;
      const hint = didYouMean(name, this.#seen);
      this.report.error('unknownField', this.at(name), null, `is no key of this format${hint}`);
    }
  }

  /** The items of a list, as fields that are called by their index. */
  entries(name: string): Fields {
    const items = this.#list(name);
    return new Fields(Object.fromEntries(items.entries()), this.at(name), this.report);
  }

  #list(name: string): readonly unknown[] {
    return this.#typed(name, 'a list', isList) ?? [];
  }

  #typed<T>(name: string, type: string, isType: (value: unknown) => value is T): T | null {
    const value = this.raw(name);
    if (value === null || isType(value)) return value;
    this.report.error('wrongType', this.at(name), value, `must be ${type}`);
    return null;
  }

  #isItem(name: string, index: number, item: unknown, isType: boolean, type: string): boolean {
    if (!isType) this.report.error('wrongType', `${this.at(name)}[${index}]`, item, `must be ${type}`);
    return isType;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
