import { parseDuration } from '../dialect/duration.ts';
import { Fields } from '../dialect/fields.ts';
import { Report } from '../dialect/report.ts';
import { isJsonObject } from '../dialect/source.ts';
import type { SourceObject } from '../dialect/source.ts';
import type { Problem } from '../model/problem.ts';
import { DEFAULT_TIMING, NODE_DOINGS } from './script.ts';
import type { Happening, Script, ScriptEvent, Timing } from './script.ts';

/** A script, and what is wrong with it. */
export interface ReadScript {
  readonly script: Script;
  readonly problems: readonly Problem[];
}

/** Reads a script as YAML has it. */
export function readScript(content: unknown, name: string, origin: string | null): ReadScript {
  const problems: Problem[] = [];
  const report = new Report({ kind: 'Simulation', namespace: null, name }, origin, problems);
  const fields = new Fields(isJsonObject(content) ? content : {}, '', report);
  if (!isJsonObject(content)) report.error('wrongType', '', null, 'is no mapping with events');
  checkType(fields);
  const events = fields.objects('events').flatMap((item, index) => readEvent(item, index) ?? []);
  if (!fields.has('events')) fields.missing('events', 'a list of what happens');
  const timing = fields.objectOrEmpty('timing');
  const script: Script = {
    seed: fields.integer('seed', 0, 0xffffffff) ?? 1,
    duration: readSpan(fields, 'duration'),
    timing: readTiming(timing),
    events: [...events].sort((a, b) => a.at - b.at),
  };
  timing.warnOfUnknown();
  fields.warnOfUnknown();
  return { script, problems };
}

function checkType(fields: Fields): void {
  for (const [name, wanted] of [
    ['apiVersion', 'fairlead.dev/v1'],
    ['kind', 'Simulation'],
  ] as const) {
    const value = fields.text(name);
    if (value !== null && value !== wanted)
      fields.invalid(name, value, `is "${value}", but must be ${wanted}`);
  }
}

function readTiming(timing: Fields): Timing {
  const names = ['lease', 'notReady', 'watch', 'wire', 'drain'] as const;
  const read = names.map((name) => [name, readSpan(timing, name) ?? DEFAULT_TIMING[name]] as const);
  const values = { ...DEFAULT_TIMING, ...Object.fromEntries(read) };
  if (values.lease < 1000) timing.invalid('lease', values.lease, 'must be at least 1s');
  return values;
}

function readEvent(item: Fields, index: number): ScriptEvent | null {
  const before = item.report.errorCount;
  const at = readSpan(item, 'at');
  if (at === null && !item.has('at')) item.missing('at', 'when it happens, like 10s');
  const happening = readHappening(item);
  item.warnOfUnknown();
  return happening === null || at === null || item.report.errorCount > before
    ? null
    : { at, index, ...happening };
}

/** What an event is about is the one of these fields that it has. */
function readHappening(item: Fields): Happening | null {
  const found = SUBJECTS.filter((name) => item.has(name));
  const isPath = found.length === 2 && found.includes('link') && found.includes('peer');
  const subject = isPath ? 'link' : found[0];
  if (subject === undefined) {
    item.missing(SUBJECTS[0], `or one of ${SUBJECTS.slice(1).join(', ')}`);
    return null;
  }
  if (found.length > 1 && !isPath) {
    item.report.error('conflict', item.path, null, `is about ${found.join(' and ')}; make it two events`);
    return null;
  }
  switch (subject) {
    case 'node': {
      const does = readDoing(item, NODE_DOINGS);
      return does === null ? null : { kind: 'node', node: item.requiredText('node'), does };
    }
    case 'peer': {
      const does = readDoing(item, ['die', 'return', 'restart'] as const);
      return does === null ? null : { kind: 'peer', peer: item.requiredText('peer'), does };
    }
    case 'link': {
      const does = readDoing(item, ['fail', 'repair'] as const);
      return does === null
        ? null
        : { kind: 'link', node: item.requiredText('link'), peer: item.text('peer'), does };
    }
    case 'service':
      if (!item.has('endpoints')) item.missing('endpoints', 'the nodes that have one, [] for none');
      return {
        kind: 'endpoints',
        service: keyOf(item.requiredText('service')),
        nodes: item.texts('endpoints'),
      };
    case 'apply':
      return { kind: 'apply', objects: readObjects(item) };
    case 'delete':
      return { kind: 'delete', object: readIdentity(item) };
  }
}

function readDoing<Doing extends string>(item: Fields, doings: readonly Doing[]): Doing | null {
  const does = item.oneOf('do', doings);
  if (does === null && !item.has('do')) item.missing('do', doings.join(' or '));
  return does;
}

/** An object, or several. */
function readObjects(item: Fields): readonly SourceObject[] {
  const value = item.raw('apply');
  const objects: readonly unknown[] = Array.isArray(value) ? value : [value];
  objects.forEach((content, index) => {
    const isObject =
      isJsonObject(content) && typeof content['kind'] === 'string' && isJsonObject(content['metadata']);
    const field = Array.isArray(value) ? `${item.at('apply')}[${index}]` : item.at('apply');
    if (!isObject) item.report.error('wrongType', field, content, 'is no Kubernetes object');
  });
  return objects.map((content) => ({ content, origin: item.report.origin }));
}

/** `Service default/web` or `Node a`. */
function readIdentity(item: Fields): string {
  const text = item.requiredText('delete');
  if (text !== '' && !/^\S+ \S+$/.test(text)) {
    item.invalid('delete', text, `is "${text}", but must be a kind and a name, like Service default/web`);
  }
  return text;
}

function keyOf(text: string): string {
  return text.includes('/') ? text : `default/${text}`;
}

function readSpan(fields: Fields, name: string): number | null {
  const value = fields.raw(name);
  if (value === null) return null;
  const seconds = typeof value === 'number' ? value : typeof value === 'string' ? parseDuration(value) : null;
  if (seconds !== null && seconds >= 0 && seconds <= LONGEST) return Math.round(seconds * 1000);
  fields.invalid(name, value, `must be a time from 0s to ${LONGEST / 3600}h, like 500ms, 10s or 1m30s`);
  return null;
}

const SUBJECTS = ['node', 'peer', 'link', 'service', 'apply', 'delete'] as const;
const LONGEST = 24 * 3600;
