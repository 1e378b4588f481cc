import { readServiceStatus } from '../k8s/serviceStatus.ts';
import type { FoundStatus } from '../k8s/serviceStatus.ts';
import type { ObjectKey } from '../model/object.ts';
import type { ObjectId, ObjectSink } from './source.ts';

/** What the status of each Service says now. */
export class StatusBook implements ObjectSink {
  readonly #found = new Map<ObjectKey, FoundStatus>();

  get(key: ObjectKey): FoundStatus | null {
    return this.#found.get(key) ?? null;
  }

  put({ kind, key }: ObjectId, content: Readonly<Record<string, unknown>>): void {
    if (kind === 'Service') this.#found.set(key, readServiceStatus(content));
  }

  remove({ kind, key }: ObjectId): void {
    if (kind === 'Service') this.#found.delete(key);
  }

  synced(): void {
    // What is known is known to each by itself.
  }
}

/** One sink out of several, told in their order. */
export function inOrder(...sinks: readonly ObjectSink[]): ObjectSink {
  return {
    put: (id, content, origin) => {
      for (const sink of sinks) sink.put(id, content, origin);
    },
    remove: (id) => {
      for (const sink of sinks) sink.remove(id);
    },
    synced: () => {
      for (const sink of sinks) sink.synced();
    },
  };
}
