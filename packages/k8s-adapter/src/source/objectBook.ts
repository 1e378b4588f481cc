import { parseObject } from '../k8s/object.ts';
import type { KubernetesObject } from '../k8s/object.ts';
import type { ObjectId, ObjectSink } from './source.ts';

/** Objects of some kinds as they stand, status and all. */
export class ObjectBook implements ObjectSink {
  readonly #objects = new Map<string, KubernetesObject>();
  readonly #keeps: (id: ObjectId) => boolean;
  readonly #changed: () => void;

  constructor(keeps: (id: ObjectId) => boolean, changed: () => void) {
    this.#keeps = keeps;
    this.#changed = changed;
  }

  values(): Iterable<KubernetesObject> {
    return this.#objects.values();
  }

  put(id: ObjectId, content: Readonly<Record<string, unknown>>): void {
    if (!this.#keeps(id)) return;
    this.#objects.set(nameOf(id), parseObject(content, id.apiVersion, id.kind));
    this.#changed();
  }

  remove(id: ObjectId): void {
    if (this.#objects.delete(nameOf(id))) this.#changed();
  }

  synced(): void {
    // What is known is known to each by itself.
  }
}

function nameOf({ apiVersion, kind, key }: ObjectId): string {
  return `${apiVersion} ${kind} ${key}`;
}
