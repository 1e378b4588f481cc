import { setTimeout as sleep } from 'node:timers/promises';
import { millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import { backoffDelay } from './backoff.ts';
import type { Backoff } from './backoff.ts';
import type { ApiClient } from './client.ts';
import { ApiError, isForbidden, isGone, isNotFound } from './error.ts';
import { objectKey, parseObject } from './object.ts';
import type { KubernetesObject } from './object.ts';
import { apiVersionOf, collectionPath } from './resource.ts';
import type { Resource } from './resource.ts';
import type { KindWatch } from './kindWatch.ts';
import { servedVersion } from './served.ts';
import { parsePage, parseWatchEvent } from './watchEvent.ts';
import type { Page } from './watchEvent.ts';

/** What an informer tells: each change once, by key; the objects are the listener's to keep. */
export interface InformerListener {
  readonly upsert: (key: string, object: KubernetesObject) => void;
  readonly remove: (key: string) => void;
  /** Once: everything that existed when the first list was taken has been told. */
  readonly synced: () => void;
  /** The server is away or refuses; asked again after `retryIn`. What was told stays as it is. */
  readonly failed: (error: unknown, retryIn: Millis) => void;
  /** The server answers again after a failure. */
  readonly recovered: () => void;
  /** The server knows the kind now, and did not before. */
  readonly appeared?: () => void;
}

export interface InformerOptions {
  readonly namespace?: string | null;
  readonly fieldSelector?: string | null;
  readonly labelSelector?: string | null;
  readonly backoff?: Backoff;
  /** Read where the server does not know that of the resource, the best first. */
  readonly olderVersions?: readonly string[];
  /** Says when a kind that the server does not know may have come. */
  readonly kinds?: Pick<KindWatch, 'follow' | 'isWatching'> | null;
  /** How long to wait before asking again for a kind that the server does not know. */
  readonly absentRetry?: Millis;
  readonly pageSize?: number;
  /** For how many milliseconds a watch may say nothing before it is begun anew, as its connection may be dead. */
  readonly silence?: number;
  readonly random?: () => number;
}

/** All objects of one kind, listed and then watched, for as long as it runs. */
export class Informer {
  readonly #api: ApiClient;
  /** In the version that is read now. */
  #resource: Resource;
  readonly #versionsKnown: readonly string[];
  readonly #listener: InformerListener;
  readonly #options: InformerOptions;
  readonly #random: () => number;
  /** The version of each object that the listener knows. */
  readonly #versions = new Map<string, string>();
  /** Where the next watch starts; `null` asks for a list. */
  #resumeAt: string | null = null;
  #failures = 0;
  #absences = 0;
  #isServed = false;
  /** What ends the wait for a kind that the server does not know. */
  #rest = new AbortController();
  #failing = false;
  #synced = false;

  constructor(api: ApiClient, resource: Resource, listener: InformerListener, options: InformerOptions = {}) {
    this.#api = api;
    this.#resource = resource;
    this.#versionsKnown = [resource.version, ...(options.olderVersions ?? [])];
    this.#listener = listener;
    this.#options = options;
    this.#random = options.random ?? Math.random;
  }

  get hasSynced(): boolean {
    return this.#synced;
  }

  /** The kind in the version that is read. */
  get resource(): Resource {
    return this.#resource;
  }

  /** Whether the server knows the kind, as far as was seen. */
  get isServed(): boolean {
    return this.#isServed;
  }

  get size(): number {
    return this.#versions.size;
  }

  /** Lists, watches, and does so again after each end and failure, until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    this.#options.kinds?.follow(
      this.#resource,
      () => {
        this.#rest.abort();
      },
      signal,
    );
    while (!signal.aborted) {
      try {
        if (this.#resumeAt === null) await this.#list(signal);
        else await this.#watch(this.#resumeAt, signal);
      } catch (error) {
        await this.#fail(error, signal);
      }
    }
  }

  async #list(signal: AbortSignal): Promise<void> {
    this.#rest = new AbortController();
    try {
      this.#resumeAt = await this.#readPages(signal);
      this.#absences = 0;
      this.#appear();
    } catch (error) {
      if (!isHidden(error)) throw error;
      const served = await servedVersion(this.#api, this.#resource, this.#versionsKnown, signal);
      if (served === this.#resource.version) throw error;
      this.#absences++;
      // One such answer could come from a server that is just starting: be sure before anything is removed.
      if (this.#versions.size > 0 && this.#absences < 3) throw error;
      this.#removeAllBut(new Set());
      this.#isServed = false;
      if (served !== null) {
        this.#resource = { ...this.#resource, version: served };
        return;
      }
    }
    this.#recover();
    this.#sync();
    if (this.#resumeAt !== null) return;
    const woken = AbortSignal.any([signal, this.#rest.signal]);
    const isTold = this.#options.kinds?.isWatching === true;
    await pause(this.#options.absentRetry ?? (isTold ? ABSENT_RETRY_WHEN_TOLD : ABSENT_RETRY), woken);
  }

  async #readPages(signal: AbortSignal): Promise<string> {
    const seen = new Set<string>();
    const limit = this.#options.pageSize ?? PAGE_SIZE;
    let page: Page | null = null;
    do {
      const query = { ...this.#selectors(), limit, continue: page?.continue ?? null };
      page = parsePage(await this.#api.request({ method: 'GET', path: this.#path(), query, signal }));
      this.#recover();
      for (const item of page.items) seen.add(this.#upsert(item));
    } while (page.continue !== null);
    this.#removeAllBut(seen);
    return page.resourceVersion;
  }

  async #watch(from: string, signal: AbortSignal): Promise<void> {
    const query = {
      ...this.#selectors(),
      watch: true,
      resourceVersion: from,
      allowWatchBookmarks: true,
      timeoutSeconds: Math.round(WATCH_SECONDS * (1 + this.#random())),
    };
    const startedAt = performance.now();
    await this.#api.stream(
      this.#path(),
      query,
      { signal, silence: this.#options.silence ?? SILENCE },
      {
        opened: () => {
          this.#recover();
        },
        value: (value) => {
          this.#apply(value);
          this.#failures = 0;
        },
      },
    );
    if (performance.now() - startedAt < 1000) throw new Error('the API server ended the watch at once');
    this.#failures = 0;
  }

  #apply(value: unknown): void {
    const event = parseWatchEvent(value);
    switch (event.kind) {
      case 'error':
        throw new ApiError(`watch of ${this.#resource.plural}: ${event.message}`, event.code, event.reason);
      case 'bookmark':
        break;
      case 'upsert':
        this.#upsert(event.object);
        break;
      case 'remove':
        this.#remove(objectKey(this.#parse(event.object)));
        break;
    }
    this.#resumeAt = event.resourceVersion;
  }

  #upsert(item: unknown): string {
    const object = this.#parse(item);
    const key = objectKey(object);
    const version = object.metadata.resourceVersion ?? '';
    if (this.#versions.get(key) !== version) {
      this.#versions.set(key, version);
      this.#listener.upsert(key, object);
    }
    return key;
  }

  #remove(key: string): void {
    if (this.#versions.delete(key)) this.#listener.remove(key);
  }

  #removeAllBut(seen: ReadonlySet<string>): void {
    for (const key of this.#versions.keys()) if (!seen.has(key)) this.#remove(key);
  }

  #sync(): void {
    if (this.#synced) return;
    this.#synced = true;
    this.#listener.synced();
  }

  #appear(): void {
    if (this.#isServed) return;
    this.#isServed = true;
    this.#listener.appeared?.();
  }

  #recover(): void {
    if (!this.#failing) return;
    this.#failing = false;
    this.#listener.recovered();
  }

  async #fail(error: unknown, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    if (isGone(error) || isHidden(error)) this.#resumeAt = null;
    this.#failures++;
    const asked = error instanceof ApiError ? (error.retryAfter ?? 0) : 0;
    const delay = backoffDelay(this.#options.backoff ?? BACKOFF, this.#failures, this.#random());
    const retryIn = millis(Math.max(asked, delay));
    this.#failing = true;
    this.#listener.failed(error, retryIn);
    await pause(retryIn, signal);
  }

  #parse(item: unknown): KubernetesObject {
    return parseObject(item, apiVersionOf(this.#resource), this.#resource.kind);
  }

  #path(): string {
    return collectionPath(this.#resource, this.#options.namespace ?? null);
  }

  #selectors(): Readonly<Record<string, string | null>> {
    const { fieldSelector, labelSelector } = this.#options;
    return { fieldSelector: fieldSelector ?? null, labelSelector: labelSelector ?? null };
  }
}

/** The kind may not be served at all; the answer depends on what else we may see. */
function isHidden(error: unknown): boolean {
  return isNotFound(error) || isForbidden(error);
}

async function pause(span: Millis, signal: AbortSignal): Promise<void> {
  await sleep(span, null, { signal }).catch(() => null);
}

const BACKOFF: Backoff = { first: millis(250), most: millis(30_000) };
const ABSENT_RETRY = millis(30_000);
const ABSENT_RETRY_WHEN_TOLD = millis(600_000);
const PAGE_SIZE = 500;
const WATCH_SECONDS = 300;
/** Bookmarks come about once a minute, but not for kinds that never change: after a longer silence, ask anew. */
const SILENCE = 180_000;
