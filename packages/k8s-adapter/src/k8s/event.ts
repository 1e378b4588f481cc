import { createHash } from 'node:crypto';
import { Allowance } from './allowance.ts';
import type { ApiClient } from './client.ts';
import { isConflict } from './error.ts';
import { collectionPath, objectPath } from './resource.ts';
import type { Resource } from './resource.ts';
import type { KubernetesObject } from './object.ts';

/** What happened to which object, as `kubectl describe` shows it. */
export interface EventNote {
  readonly type: 'Normal' | 'Warning';
  /** A word of the closed list of reasons. */
  readonly reason: string;
  readonly message: string;
  readonly regarding: EventSubject;
}

export interface EventSubject {
  readonly apiVersion: string;
  readonly kind: string;
  /** `null` for kinds without namespaces. */
  readonly namespace: string | null;
  readonly name: string;
  readonly uid: string | null;
}

export interface EventRecorderOptions {
  /** Which program speaks, such as `fairlead-controller`. */
  readonly component: string;
  /** Where it runs. */
  readonly host: string;
  readonly failed: (error: unknown) => void;
  readonly perSecond?: number;
  readonly burst?: number;
  /** How many subjects may wait; beyond, their notes are dropped and counted. */
  readonly capacity?: number;
}

/** Writes Events: one per change of what is said about an object, at a bounded rate. */
export class EventRecorder {
  /** Notes that found the queue full. */
  dropped = 0;
  readonly #api: ApiClient;
  readonly #options: EventRecorderOptions;
  readonly #said = new Map<string, string>();
  /** The latest note on each subject and reason; an older one that still waits is of no use to anyone. */
  readonly #waiting = new Map<string, EventNote>();
  readonly #allowance: Allowance;
  #wake: () => void = () => null;

  constructor(api: ApiClient, options: EventRecorderOptions) {
    this.#api = api;
    this.#options = options;
    this.#allowance = new Allowance(() => options.perSecond ?? PER_SECOND, options.burst ?? BURST);
  }

  record(note: EventNote): void {
    const subject = subjectKey(note.regarding);
    const text = `${note.reason} ${note.message}`;
    if (this.#said.get(subject) === text) return;
    const matter = `${subject} ${note.reason}`;
    if (this.#waiting.size >= (this.#options.capacity ?? CAPACITY) && !this.#waiting.has(matter)) {
      this.dropped++;
      return;
    }
    this.#said.set(subject, text);
    this.#waiting.set(matter, note);
    this.#wake();
  }

  /** Forgets what was said about an object, so that it can be said again. */
  forget(subject: EventSubject): void {
    this.#said.delete(subjectKey(subject));
  }

  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => {
      this.#wake();
    });
    while (!signal.aborted) {
      const [matter, note] = this.#waiting.entries().next().value ?? [];
      if (matter === undefined || note === undefined) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      await this.#allowance.spend(signal);
      if (this.#waiting.get(matter) === note) this.#waiting.delete(matter);
      await this.#write(note, new Date().toISOString()).catch(this.#options.failed);
    }
  }

  async #write(note: EventNote, time: string): Promise<void> {
    const { regarding } = note;
    const namespace = regarding.namespace ?? 'default';
    const name = `${regarding.name.slice(0, 200)}.${fingerprint(note)}`;
    const body = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
      involvedObject: {
        apiVersion: regarding.apiVersion,
        kind: regarding.kind,
        name: regarding.name,
        ...(regarding.namespace !== null && { namespace: regarding.namespace }),
        ...(regarding.uid !== null && { uid: regarding.uid }),
      },
      type: note.type,
      reason: note.reason,
      message: note.message,
      source: { component: this.#options.component, host: this.#options.host },
      reportingComponent: this.#options.component,
      reportingInstance: this.#options.host,
      firstTimestamp: time,
      lastTimestamp: time,
      count: 1,
    };
    try {
      await this.#api.request({ method: 'POST', path: collectionPath(EVENT, namespace), body });
    } catch (error) {
      if (!isConflict(error)) throw error;
      // The same was said before, by this process or the one before it.
      await this.#api.request({
        method: 'PATCH',
        path: objectPath(EVENT, namespace, name),
        body: { lastTimestamp: time },
        contentType: 'application/merge-patch+json',
      });
    }
  }
}

/** An object as Events name it. */
export function subjectFrom(content: Readonly<Record<string, unknown>> | null): EventSubject | null {
  if (content === null) return null;
  const { apiVersion, kind, metadata } = content as unknown as KubernetesObject;
  const { namespace = null, name, uid = null } = metadata;
  return { apiVersion, kind, namespace, name, uid };
}

function subjectKey({ kind, namespace, name }: EventSubject): string {
  return `${kind} ${namespace ?? ''}/${name}`;
}

/** The same for the same words about the same object, so that they meet in one Event. */
function fingerprint({ regarding, type, reason, message }: EventNote): string {
  const text = JSON.stringify([regarding.uid, regarding.kind, type, reason, message]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

const EVENT: Resource = { group: '', version: 'v1', plural: 'events', kind: 'Event', namespaced: true };
const PER_SECOND = 10;
const BURST = 200;
const CAPACITY = 2000;
