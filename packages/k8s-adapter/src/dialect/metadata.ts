import type { Labels, ObjectRef } from '../model/object.ts';
import type { Problem } from '../model/problem.ts';
import { Fields } from './fields.ts';
import { Report } from './report.ts';
import type { JsonObject, SourceObject } from './source.ts';
import { isJsonObject } from './source.ts';

/** What every Kubernetes object has, and a cursor over the rest. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly createdAt: string | null;
  readonly ref: ObjectRef;
  readonly report: Report;
  /** From the top: `spec`, `status`, `data`. */
  readonly fields: Fields;
}

/** The kinds that live in no namespace, of those that are read. */
export type IsClusterScoped = (apiVersion: string, kind: string) => boolean;

/** Reads apiVersion, kind and metadata; `null`, and a problem, for what is no object. */
export function readObject(
  { content, origin }: SourceObject,
  isClusterScoped: IsClusterScoped,
  problems: Problem[],
): KubernetesObject | null {
  if (!isJsonObject(content)) return refuse(origin, problems, '', content, 'is no Kubernetes object');
  const { apiVersion, kind } = content;
  if (typeof apiVersion !== 'string')
    return refuse(origin, problems, 'apiVersion', apiVersion, 'is required');
  if (typeof kind !== 'string') return refuse(origin, problems, 'kind', kind, 'is required');
  const metadata = isJsonObject(content['metadata']) ? content['metadata'] : {};
  const namespace = typeof metadata['namespace'] === 'string' ? metadata['namespace'] : 'default';
  const scope = isClusterScoped(apiVersion, kind) ? null : namespace;
  const { name } = refOf({ content, origin }, isClusterScoped) ?? { name: '' };
  const ref = { kind, namespace: scope, name };
  const report = new Report(ref, origin, problems);
  const fields = new Fields(content, '', report);
  const meta = new Fields(metadata, 'metadata', report);
  if (name === '' && !KINDS_WITHOUT_NAME.has(kind)) meta.missing('name');
  return {
    apiVersion,
    kind,
    namespace,
    name,
    labels: textsOf(metadata, 'labels'),
    annotations: textsOf(metadata, 'annotations'),
    createdAt: typeof metadata['creationTimestamp'] === 'string' ? metadata['creationTimestamp'] : null,
    ref,
    report,
    fields,
  };
}

/** Which object it is, and of which version. */
export interface NamedRef extends ObjectRef {
  readonly apiVersion: string;
}

/** Which object it is; `null` for what has no name. */
export function refOf({ content }: SourceObject, isClusterScoped: IsClusterScoped): NamedRef | null {
  const { apiVersion, kind, metadata } = isJsonObject(content) ? content : {};
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !isJsonObject(metadata)) return null;
  const { name, namespace } = metadata;
  if (typeof name !== 'string' || name === '') return null;
  const home = typeof namespace === 'string' ? namespace : 'default';
  return { apiVersion, kind, namespace: isClusterScoped(apiVersion, kind) ? null : home, name };
}

function refuse(
  origin: string | null,
  problems: Problem[],
  field: string,
  value: unknown,
  message: string,
): null {
  const report = new Report({ kind: 'unknown', namespace: null, name: '' }, origin, problems);
  report.error(field === '' ? 'wrongType' : 'missingField', field, value, message);
  return null;
}

/** Labels and annotations are validated by the API server; what is no text there is not ours to judge. */
function textsOf(metadata: JsonObject, name: string): Labels {
  const map = metadata[name];
  if (!isJsonObject(map)) return {};
  return Object.fromEntries(
    Object.entries(map).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : [])),
  );
}

const KINDS_WITHOUT_NAME: ReadonlySet<string> = new Set(['KubeProxyConfiguration', 'ClusterConfiguration']);
