import { parseAllDocuments } from 'yaml';
import type { Translation } from '../dialect/assemble/index.ts';
import { isJsonObject } from '../dialect/source.ts';
import type { JsonObject, SourceObject } from '../dialect/source.ts';
import { translate } from '../dialect/translate.ts';
import { yamlValue } from '../dialect/yamlValue.ts';
import type { Cluster } from '../model/cluster.ts';

/**
 * Kubernetes objects, however they are at hand: one, several, a List of them, or a text of YAML or JSON with any number; each
 * as it is, or with the name of the place that it comes from.
 */
export type Objects = string | object | Iterable<unknown>;

/** Objects, or what they mean already. */
export type Input = Cluster | Translation | Objects;

/** The single objects of an input, each with its origin. */
export function sourcesOf(input: Objects): readonly SourceObject[] {
  return [...sourcesIn(input, null)];
}

/** What an input means; what is broken is set aside, as `translate` says. */
export function clusterOf(input: Input): Cluster {
  if (isTranslation(input)) return input.cluster;
  return isCluster(input) ? input : translate(sourcesOf(input)).cluster;
}

function* sourcesIn(input: unknown, origin: string | null): IterableIterator<SourceObject> {
  if (typeof input === 'string') {
    for (const content of documentsIn(input)) yield* objectsIn(content, origin);
  } else if (isIterable(input)) {
    for (const item of input) yield* sourcesIn(item, origin);
  } else if (isSource(input)) {
    yield* objectsIn(input.content, input.origin ?? null);
  } else {
    yield* objectsIn(input, origin);
  }
}

/** The object, or those of a List. */
function* objectsIn(content: unknown, origin: string | null): IterableIterator<SourceObject> {
  if (isJsonObject(content) && Array.isArray(content['items'])) {
    for (const item of content['items']) yield* objectsIn(withType(item, content), origin);
  } else if (content !== null && content !== undefined) {
    yield { content, origin };
  }
}

/** The documents of a text; what is no YAML stays the text that it is, and becomes a problem as such. */
function documentsIn(text: string): readonly unknown[] {
  const documents = parseAllDocuments(text, { merge: true });
  return ('empty' in documents ? [] : documents).map((document): unknown => {
    const value = yamlValue(document);
    return document.errors.length === 0 && value.ok ? value.value : text;
  });
}

/** The items of a ServiceList and the like say no kind of their own. */
function withType(item: unknown, { apiVersion, kind }: JsonObject): unknown {
  if (!isJsonObject(item) || item['kind'] !== undefined || typeof kind !== 'string' || kind === 'List')
    return item;
  return { ...item, apiVersion: item['apiVersion'] ?? apiVersion, kind: kind.replace(/List$/, '') };
}

function isIterable(input: unknown): input is Iterable<unknown> {
  return typeof input === 'object' && input !== null && Symbol.iterator in input;
}

function isSource(input: unknown): input is { readonly content: unknown; readonly origin?: string | null } {
  return isJsonObject(input) && 'content' in input && !('kind' in input) && !('apiVersion' in input);
}

function isTranslation(input: Input): input is Translation {
  return isJsonObject(input) && isJsonObject(input['cluster']) && Array.isArray(input['problems']);
}

function isCluster(input: Input): input is Cluster {
  return isJsonObject(input) && isJsonObject(input['config']) && Array.isArray(input['services']);
}
