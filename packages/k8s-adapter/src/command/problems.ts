import { formatRef } from '../model/object.ts';
import type { Problem, Severity } from '../model/problem.ts';
import type { FileObjects } from '../source/files.ts';
import type { SyntaxProblem } from '../source/manifest.ts';
import type { Input } from './input.ts';
import type { Style } from './style.ts';

/** A problem with its place, as JSON output has it. */
export interface ProblemDocument {
  readonly severity: Severity;
  readonly code: string;
  /** `null` for a file that is no YAML. */
  readonly object: Problem['object'] | null;
  readonly field: string;
  readonly value: string | null;
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
}

/** All problems of an input, in the order of files and lines. */
export function problemDocuments({ files, translation }: Input): readonly ProblemDocument[] {
  const found = [
    ...files.syntaxProblems.map(syntaxDocument),
    ...translation.problems.map((problem) => problemDocument(problem, files)),
  ];
  return found.sort((a, b) => compare(a.file ?? '', b.file ?? '') || (a.line ?? 0) - (b.line ?? 0));
}

/** One line for each problem: where, how bad, what. */
export function printProblems(problems: readonly ProblemDocument[], style: Style): string {
  const colour = { error: style.bad, warning: style.warn, note: style.dim };
  return problems
    .map((problem) => {
      const { severity, object, field, message } = problem;
      const subject = object === null ? 'the document ' : `${formatRef(object)} `;
      return `${placeOf(problem)}${colour[severity](severity)}: ${subject}${field === '' ? '' : `${field} `}${message}\n`;
    })
    .join('');
}

/** `2 errors, 1 warning` */
export function countProblems(problems: readonly ProblemDocument[]): Readonly<Record<Severity, number>> {
  const count = (severity: Severity): number => problems.filter((each) => each.severity === severity).length;
  return { error: count('error'), warning: count('warning'), note: count('note') };
}

function placeOf({ file, line }: ProblemDocument): string {
  return file === null ? '' : `${file}:${line ?? 1}: `;
}

/** A problem with the place that the files say. */
export function problemDocument(problem: Problem, files: Pick<FileObjects, 'locate'>): ProblemDocument {
  const { severity, code, object, field, value, message, origin } = problem;
  const place = origin === null ? null : files.locate(origin, field);
  return {
    severity,
    code,
    object,
    field,
    value,
    message,
    file: place?.file ?? null,
    line: place?.line ?? null,
  };
}

function syntaxDocument({ file, line, message }: SyntaxProblem): ProblemDocument {
  return { severity: 'error', code: 'notYaml', object: null, field: '', value: null, message, file, line };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
