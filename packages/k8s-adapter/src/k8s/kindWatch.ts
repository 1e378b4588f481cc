import { setTimeout as sleep } from 'node:timers/promises';
import { millis } from '@fairlead/inet';
import { backoffDelay } from './backoff.ts';
import type { ApiClient } from './client.ts';
import { ApiError, isForbidden } from './error.ts';
import type { KubernetesObject } from './object.ts';
import { collectionPath } from './resource.ts';
import type { Resource } from './resource.ts';
import { parsePage, parseWatchEvent } from './watchEvent.ts';

/**
 * Tells when the API server may have come to know a kind, so that who waits for one need not ask again and again. It watches the
 * definitions of kinds without listing them; without the right to, it tells nothing.
 */
export class KindWatch {
  readonly #api: ApiClient;
  readonly #waiting = new Set<Waiting>();
  readonly #timers = new Set<NodeJS.Timeout>();
  /** Of which kinds something is to be said at the next turn. */
  #news = new Set<string>();
  #isWatching = false;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /** Whether what it does not tell has not happened. */
  get isWatching(): boolean {
    return this.#isWatching;
  }

  /** Calls back whenever something may be new of the kind, until the signal. */
  follow(kind: Resource, tell: () => void, signal: AbortSignal): void {
    const waiting = { definition: definitionOf(kind), tell };
    this.#waiting.add(waiting);
    signal.addEventListener('abort', () => this.#waiting.delete(waiting));
  }

  async run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        await this.#watch(signal);
        failures = 0;
      } catch (error) {
        this.#isWatching = false;
        if (isAborted(signal)) break;
        const wait = isForbidden(error) ? FORBIDDEN_RETRY : backoffDelay(BACKOFF, ++failures, Math.random());
        await sleep(wait, null, { signal }).catch(() => null);
      }
    }
    for (const timer of this.#timers) clearTimeout(timer);
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const path = collectionPath(DEFINITION);
    // One is enough to learn the version to watch from.
    const page = parsePage(await this.#api.request({ method: 'GET', path, query: { limit: 1 }, signal }));
    const query = {
      watch: true,
      resourceVersion: page.resourceVersion,
      allowWatchBookmarks: true,
      timeoutSeconds: Math.round(WATCH_SECONDS * (1 + Math.random())),
    };
    const startedAt = performance.now();
    await this.#api.stream(
      path,
      query,
      { signal, silence: SILENCE },
      {
        opened: () => {
          this.#isWatching = true;
          // What came while nobody watched is found by asking once.
          this.#later(OPENING_DELAY, () => {
            this.#tell(() => true);
          });
        },
        value: (value) => {
          const event = parseWatchEvent(value);
          if (event.kind === 'error') throw new ApiError(event.message, event.code, event.reason);
          if (event.kind !== 'bookmark') this.#note((event.object as KubernetesObject).metadata.name);
        },
      },
    );
    if (performance.now() - startedAt < 1000) throw new Error('the API server ended the watch at once');
  }

  /** A kind is served a moment after its definition says so; and definitions come in swarms, each in several steps. */
  #note(definition: string): void {
    if (this.#news.has(definition)) return;
    this.#news.add(definition);
    if (this.#news.size > 1) return;
    const news = this.#news;
    for (const delay of DELAYS) {
      this.#later(delay, () => {
        if (this.#news === news) this.#news = new Set();
        this.#tell((each) => news.has(each));
      });
    }
  }

  #tell(concerns: (definition: string) => boolean): void {
    for (const { definition, tell } of this.#waiting) if (concerns(definition)) tell();
  }

  #later(delay: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, delay).unref();
    this.#timers.add(timer);
  }
}

interface Waiting {
  readonly definition: string;
  readonly tell: () => void;
}

function definitionOf({ plural, group }: Resource): string {
  return `${plural}.${group}`;
}

function isAborted({ aborted }: AbortSignal): boolean {
  return aborted;
}

const DEFINITION: Resource = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  namespaced: false,
};
/** When news are told, and told again, in milliseconds; until the first they are gathered. */
const DELAYS = [200, 1000, 3000];
const OPENING_DELAY = 500;
const BACKOFF = { first: millis(1000), most: millis(60_000) };
const FORBIDDEN_RETRY = millis(600_000);
const WATCH_SECONDS = 300;
const SILENCE = 400_000;
