import { formatRef } from '../model/object.ts';
import { didYouMean } from '../model/nearest.ts';
import type { Problem } from '../model/problem.ts';
import { assemble } from './assemble/index.ts';
import type { AssembleOptions, Translation } from './assemble/index.ts';
import { noDrafts } from './drafts.ts';
import type { Drafts } from './drafts.ts';
import { readObject, refOf } from './metadata.ts';
import type { KubernetesObject, NamedRef } from './metadata.ts';
import { groupsOfDialects, isClusterScoped, kindsOf, readerOf, versionsOf } from './registry.ts';
import { Report } from './report.ts';
import type { SourceObject } from './source.ts';

export interface TranslateOptions extends AssembleOptions {
  /** The only namespace that configuration objects are read from; `null` reads them from all. */
  readonly configNamespace: string | null;
}

export const DEFAULT_TRANSLATION: TranslateOptions = { configNamespace: null, hasSecrets: false };

/** Reads objects of all dialects into one model. What is broken is set aside with a problem; the rest goes on. */
export function translate(
  sources: Iterable<SourceObject>,
  options: TranslateOptions = DEFAULT_TRANSLATION,
): Translation {
  const drafts = noDrafts();
  const problems: Problem[] = [];
  for (const source of lastOfEach(sources, problems)) read(source, options, drafts, problems);
  return assemble(drafts, problems, options);
}

/** Of objects with one name only the last, as if they were applied in this order. */
function lastOfEach(sources: Iterable<SourceObject>, problems: Problem[]): Iterable<SourceObject> {
  const byIdentity = new Map<unknown, SourceObject>();
  for (const source of sources) {
    const ref = refOf(source, isClusterScoped);
    const identity = ref === null ? source : `${ref.apiVersion.split('/', 1).join('')} ${formatRef(ref)}`;
    const earlier = byIdentity.get(identity);
    if (ref !== null && earlier !== undefined) {
      byIdentity.delete(identity);
      reportRepetition(ref, new Report(ref, earlier.origin, problems));
    }
    byIdentity.set(identity, source);
  }
  return byIdentity.values();
}

/** Nobody gives a piece of configuration twice on purpose; other objects come twice where dumps are joined. */
function reportRepetition({ apiVersion, kind, name }: NamedRef, report: Report): void {
  const severity = readerOf(apiVersion, kind)?.isConfig === true ? 'error' : 'warning';
  report[severity]('duplicate', 'metadata.name', name, 'is given again further on; that later one counts');
}

/** Reads one object into the drafts. */
export function read(
  source: SourceObject,
  { configNamespace }: TranslateOptions,
  drafts: Drafts,
  problems: Problem[],
): void {
  const object = readObject(source, isClusterScoped, problems);
  if (object === null) return;
  const entry = readerOf(object.apiVersion, object.kind);
  if (entry === null) {
    reportUnknown(object);
  } else if (entry.isConfig && object.ref.namespace !== (configNamespace ?? object.ref.namespace)) {
    const message = `is "${object.namespace}", but configuration is read from ${configNamespace ?? ''} only`;
    object.report.error('otherNamespace', 'metadata.namespace', object.namespace, message);
  } else {
    entry.read(object, drafts);
  }
}

/** Kinds of other products are none of our business, but an unknown one of a group that we read is a mistake. */
function reportUnknown({ apiVersion, kind, report }: KubernetesObject): void {
  const [group = ''] = apiVersion.split('/');
  if (!groupsOfDialects.has(group)) return;
  const versions = versionsOf(group, kind);
  if (versions.length > 0) {
    report.error(
      'unknownKind',
      'apiVersion',
      apiVersion,
      `is ${apiVersion}, but ${kind} is read as ${versions.join(' or ')}`,
    );
  } else {
    const hint = didYouMean(kind, kindsOf(group));
    report.error('unknownKind', 'kind', kind, `is "${kind}", which is no kind of ${group}${hint}`);
  }
}
