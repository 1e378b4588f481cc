import { isMap, isNode, isScalar, isSeq, LineCounter, parseAllDocuments, parseDocument, visit } from 'yaml';
import type { Document, Node } from 'yaml';
import { isJsonObject } from '../dialect/source.ts';
import type { JsonObject, SourceObject } from '../dialect/source.ts';
import { yamlValue } from '../dialect/yamlValue.ts';
import { stepsOf } from './fieldPath.ts';

/** One file, as the objects in it. */
export interface Manifest {
  readonly objects: readonly (SourceObject & { readonly origin: string })[];
  readonly syntaxProblems: readonly SyntaxProblem[];
  /** The line of a field of the object with this origin, as far down its path as it goes. */
  locate(origin: string, field: string): Location | null;
}

export interface Location {
  readonly file: string;
  readonly line: number;
}

/** A place in a file where it stops being YAML, or holds something else than an object. */
export interface SyntaxProblem extends Location {
  readonly message: string;
}

/** Reads YAML or JSON. A document that is broken is a problem; the others go on. */
export function manifestOf(file: string, text: string): Manifest {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, merge: true, prettyErrors: false });
  const syntaxProblems: SyntaxProblem[] = [];
  const found = new Map<string, Found>();
  for (const document of 'empty' in documents ? [] : documents) {
    const broken = syntaxProblemOf(document, text, lines);
    if (broken !== null) {
      syntaxProblems.push({ file, ...broken });
      continue;
    }
    const content = yamlValue(document);
    if (!content.ok) {
      syntaxProblems.push({ file, line: lineOf(lines, document.contents), message: content.error });
      continue;
    }
    for (const each of objectsIn(document, content.value)) {
      const line = lineOf(lines, each.node);
      if (isJsonObject(each.content)) found.set(unusedOrigin(`${file}:${line}`, found), each);
      else syntaxProblems.push({ file, line, message: 'is no Kubernetes object' });
    }
  }
  return {
    objects: [...found].map(([origin, each]) => ({ content: each.content, origin })),
    syntaxProblems,
    locate: (origin, field) => {
      const node = found.get(origin)?.node ?? null;
      return node === null ? null : { file, line: lineOfField(lines, node, stepsOf(field)) };
    },
  };
}

interface Found {
  readonly content: unknown;
  readonly node: Node | null;
}

/** The object of a document, or those of a List. */
function objectsIn(document: Document.Parsed, content: unknown): readonly Found[] {
  const node = document.contents;
  if (content === null || content === undefined) return [];
  if (!isJsonObject(content) || !Array.isArray(content['items'])) return [{ content, node }];
  return content['items'].map((item: unknown, index) => {
    const place = document.getIn(['items', index], true);
    return {
      content: isJsonObject(item) ? withType(item, content) : item,
      node: isNode(place) ? place : node,
    };
  });
}

/** The items of a ServiceList and the like say no kind of their own. */
function withType(item: JsonObject, list: JsonObject): JsonObject {
  const { apiVersion, kind } = list;
  if (item['kind'] !== undefined || typeof kind !== 'string' || kind === 'List') return item;
  return { apiVersion, kind: kind.replace(/List$/, ''), ...item };
}

function lineOfField(lines: LineCounter, start: Node, steps: readonly (string | number)[]): number {
  let node = start;
  let line = lineOf(lines, start);
  for (const [index, step] of steps.entries()) {
    if (isScalar(node) && typeof node.value === 'string')
      return line + lineInText(node.value, steps.slice(index));
    const next: unknown = isMap(node) || isSeq(node) ? node.get(step, true) : null;
    if (!isNode(next)) return line;
    line = isMap(node) ? lineOfKey(lines, node, step, next) : lineOf(lines, next);
    node = next;
  }
  return line;
}

/** How many lines below its key a field stands in a text that is YAML itself, as in a ConfigMap. */
function lineInText(text: string, steps: readonly (string | number)[]): number {
  const lines = new LineCounter();
  const { contents, errors } = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = errors;
  if (error !== undefined) return lines.linePos(error.pos[0]).line;
  return isNode(contents) ? lineOfField(lines, contents, steps) : 0;
}

function lineOfKey(lines: LineCounter, map: Node, key: string | number, fallback: Node): number {
  const pair = isMap(map)
    ? map.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
    : undefined;
  return lineOf(lines, isNode(pair?.key) ? pair.key : fallback);
}

function lineOf(lines: LineCounter, node: Node | null): number {
  return lines.linePos(node?.range?.[0] ?? 0).line;
}

function unusedOrigin(origin: string, known: ReadonlyMap<string, unknown>): string {
  let unused = origin;
  for (let count = 2; known.has(unused); count++) unused = `${origin}/${count}`;
  return unused;
}

/** Why a document is no YAML, or is not the YAML that it looks like. */
function syntaxProblemOf(
  document: Document.Parsed,
  content: string,
  lines: LineCounter,
): { readonly line: number; readonly message: string } | null {
  const [error] = document.errors;
  const odd = oddIndent(document, content);
  if (odd !== null) {
    return {
      line: lines.linePos(odd).line,
      message: 'is indented with a no-break space (U+00A0); use spaces',
    };
  }
  if (error === undefined) return null;
  return {
    line: lines.linePos(error.pos[0]).line,
    message: `is no YAML: ${error.message.replaceAll(/\s+/g, ' ')}`,
  };
}

/** Where a line of the document begins with a space that is none to YAML; nobody sees that it becomes part of a key. */
function oddIndent(document: Document.Parsed, content: string): number | null {
  const [start, end] = document.range;
  const found = /^ *\u00a0/m.exec(content.slice(start, end));
  if (found === null) return null;
  const at = start + found.index;
  let isKey = document.errors.length > 0;
  visit(document, {
    Pair: (_, { key }) => {
      if (isScalar(key) && typeof key.value === 'string' && key.value.startsWith('\u00a0')) isKey = true;
    },
  });
  return isKey ? at : null;
}
