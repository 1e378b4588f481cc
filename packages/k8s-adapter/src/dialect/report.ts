import type { ObjectRef } from '../model/object.ts';
import type { Problem, ProblemCode, Severity } from '../model/problem.ts';

/** Collects the problems of one object. */
export class Report {
  readonly object: ObjectRef;
  readonly origin: string | null;
  readonly #problems: Problem[];
  #errors = 0;

  constructor(object: ObjectRef, origin: string | null, problems: Problem[]) {
    this.object = object;
    this.origin = origin;
    this.#problems = problems;
  }

  /** Whether nothing was found that sets the object aside. */
  get isSound(): boolean {
    return this.#errors === 0;
  }

  get errorCount(): number {
    return this.#errors;
  }

  /** A report on a part of the object, which can be set aside without the rest. */
  part(): Report {
    return new Report(this.object, this.origin, this.#problems);
  }

  error(code: ProblemCode, field: string, value: unknown, message: string): void {
    this.#errors++;
    this.#add('error', code, field, value, message);
  }

  warning(code: ProblemCode, field: string, value: unknown, message: string): void {
    this.#add('warning', code, field, value, message);
  }

  note(code: ProblemCode, field: string, value: unknown, message: string): void {
    this.#add('note', code, field, value, message);
  }

  #add(severity: Severity, code: ProblemCode, field: string, value: unknown, message: string): void {
    const { object, origin } = this;
    this.#problems.push({ severity, code, object, field, value: valueText(value), message, origin });
  }
}

/** A value as a message shows it; long ones are cut. */
export function valueText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

const LONGEST = 120;
