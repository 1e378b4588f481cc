/** Any JSON object. */
export type Stored = Readonly<Record<string, unknown>>;

export interface StoredEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: Stored;
}

/** What the API server answers where it does not do as asked. */
export class Refusal extends Error {
  readonly code: number;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: number, reason: string, headers: Readonly<Record<string, string>> = {}) {
    super(reason);
    this.code = code;
    this.reason = reason;
    this.headers = headers;
  }

  status(): Stored {
    return { kind: 'Status', status: 'Failure', code: this.code, reason: this.reason, message: this.message };
  }
}

/** Versioned objects by path, with the history that watches start from. */
export class FakeStore {
  version = 100;
  oldestVersion = 0;
  readonly #objects = new Map<string, Stored>();
  readonly #history: { readonly path: string; readonly version: number; readonly event: StoredEvent }[] = [];
  readonly #watchers = new Set<(path: string, event: StoredEvent) => void>();

  /** The last segment of a path is a name where the one before is a plural; groups and versions come first. */
  isCollection(path: string): boolean {
    return resourceOf(path).name === null;
  }

  /** Whether the path is that of a group and version. */
  isRoot(path: string): boolean {
    return resourceOf(path).plural === '';
  }

  /** What a group and version serves: the kinds that it has objects of. */
  resources(path: string): Stored {
    const { root } = resourceOf(path);
    const own = [...this.#objects.keys()].map(resourceOf).filter((object) => object.root === root);
    return { kind: 'APIResourceList', resources: own.map(({ plural }) => ({ name: plural })) };
  }

  put(collection: string, object: Stored): void {
    const path = `${collection}/${nameOf(object)}`;
    const existed = this.#objects.has(path);
    this.#store(path, object, existed ? 'MODIFIED' : 'ADDED');
  }

  /** Forgets the history: watches from before now are answered with 410. */
  compact(): void {
    this.version++;
    this.oldestVersion = this.version;
    this.#history.length = 0;
  }

  list(path: string): readonly Stored[] {
    return [...this.#objects].filter(([at]) => isWithin(at, path)).map(([, object]) => object);
  }

  read(path: string): Stored {
    const object = this.#objects.get(path);
    if (object === undefined) throw new Refusal(404, 'NotFound');
    return object;
  }

  create(collection: string, object: Stored): Stored {
    const path = `${collection}/${nameOf(object)}`;
    if (this.#objects.has(path)) throw new Refusal(409, 'AlreadyExists');
    return this.#store(path, object, 'ADDED');
  }

  replace(path: string, object: Stored): Stored {
    this.#check(path, object);
    return this.#store(path, object, 'MODIFIED');
  }

  patch(path: string, patch: Stored, statusOnly: boolean, merge = mergePatch): Stored {
    const found = this.#check(path, patch);
    const allowed = statusOnly ? { metadata: patch['metadata'] ?? {}, status: patch['status'] ?? {} } : patch;
    return this.#store(path, merge(found, allowed) as Stored, 'MODIFIED');
  }

  delete(path: string): Stored {
    const object = this.read(path);
    this.#objects.delete(path);
    this.#record(path, { type: 'DELETED', object: versioned(object, ++this.version) });
    return object;
  }

  watch(collection: string, from: number, listener: (event: StoredEvent) => void): () => void {
    for (const { path, version, event } of this.#history) {
      if (version > from && isWithin(path, collection)) listener(event);
    }
    const watcher = (path: string, event: StoredEvent): void => {
      if (isWithin(path, collection)) listener(event);
    };
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #check(path: string, object: Stored): Stored {
    const found = this.read(path);
    const wanted = metadataOf(object)['resourceVersion'];
    if (wanted !== undefined && wanted !== metadataOf(found)['resourceVersion']) {
      throw new Refusal(409, 'Conflict');
    }
    return found;
  }

  #store(path: string, object: Stored, type: StoredEvent['type']): Stored {
    const stored = versioned(object, ++this.version);
    this.#objects.set(path, stored);
    this.#record(path, { type, object: stored });
    return stored;
  }

  #record(path: string, event: StoredEvent): void {
    this.#history.push({ path, version: this.version, event });
    for (const watcher of this.#watchers) watcher(path, event);
  }
}

/** RFC 7386. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), value));
  }
  return Object.fromEntries(merged);
}

/** As `mergePatch`, but conditions are merged by their type (Kubernetes strategic merge patch). */
export function strategicMergePatch(target: unknown, patch: unknown): unknown {
  const merged = mergePatch(target, patch);
  const [before, changed] = [conditionsOf(target), conditionsOf(patch)];
  if (!isObject(merged) || !isObject(merged['status']) || changed.length === 0) return merged;
  const kept = before.filter(({ type }) => !changed.some((each) => each['type'] === type));
  const conditions = [...kept, ...changed.filter((each) => each['$patch'] !== 'delete')];
  return { ...merged, status: { ...merged['status'], conditions } };
}

function conditionsOf(object: unknown): readonly Stored[] {
  const status = isObject(object) ? object['status'] : null;
  const conditions = isObject(status) ? status['conditions'] : null;
  return Array.isArray(conditions) ? conditions.filter(isObject) : [];
}

function versioned(object: Stored, version: number): Stored {
  return { ...object, metadata: { ...metadataOf(object), resourceVersion: String(version) } };
}

function metadataOf(object: Stored): Stored {
  return isObject(object['metadata']) ? object['metadata'] : {};
}

function nameOf(object: Stored): string {
  return String(metadataOf(object)['name']);
}

function isObject(value: unknown): value is Stored {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `/api/v1/services` holds what `/api/v1/namespaces/x/services` holds. */
function isWithin(path: string, collection: string): boolean {
  const object = resourceOf(path);
  const wanted = resourceOf(collection);
  return (
    object.root === wanted.root &&
    object.plural === wanted.plural &&
    (wanted.namespace === null || wanted.namespace === object.namespace)
  );
}

function resourceOf(path: string): {
  readonly root: string;
  readonly namespace: string | null;
  readonly plural: string;
  readonly name: string | null;
} {
  const parts = path.split('/').slice(1);
  const root = parts.splice(0, parts[0] === 'api' ? 2 : 3).join('/');
  const namespace = parts[0] === 'namespaces' && parts.length > 2 ? (parts.splice(0, 2)[1] ?? null) : null;
  const [plural = '', name = null] = parts;
  return { root, namespace, plural, name };
}
