import type { Millis } from '@fairlead/inet';
import type { ApiClient } from '../k8s/client.ts';
import type { SourceStatistics } from '../driver/metric/source.ts';
import { Informer } from '../k8s/informer.ts';
import type { InformerOptions } from '../k8s/informer.ts';
import type { KindWatch } from '../k8s/kindWatch.ts';
import { apiVersionOf } from '../k8s/resource.ts';
import type { Resource } from '../k8s/resource.ts';
import type { ObjectSink, ObjectSource } from './source.ts';

/** A kind to follow, and which objects of it. */
export interface Following {
  readonly resource: Resource;
  readonly options?: InformerOptions;
}

/** How it goes between us and the API server. */
export interface ConnectionListener {
  readonly failed: (resource: Resource, error: unknown, retryIn: Millis) => void;
  readonly recovered: (resource: Resource) => void;
}

/** Objects of an API server, for as long as it runs; while the server is away they stay as they were. */
export class KubernetesSource implements ObjectSource {
  readonly #api: ApiClient;
  readonly #followings: readonly Following[];
  readonly #listener: ConnectionListener;
  readonly #kinds: KindWatch | null;
  readonly #failing = new Set<Resource>();
  #updates = 0;
  #errors = 0;
  #hasSynced = false;

  constructor(
    api: ApiClient,
    followings: readonly Following[],
    listener: ConnectionListener,
    kinds: KindWatch | null = null,
  ) {
    this.#kinds = kinds;
    this.#api = api;
    this.#followings = followings;
    this.#listener = listener;
  }

  get statistics(): SourceStatistics {
    return {
      updates: this.#updates,
      errors: this.#errors,
      hasSynced: this.#hasSynced,
      isStale: this.#failing.size > 0,
    };
  }

  async run(sink: ObjectSink, signal: AbortSignal): Promise<void> {
    let unsynced = this.#followings.length;
    const synced = (): void => {
      if (--unsynced > 0) return;
      this.#hasSynced = true;
      sink.synced();
    };
    await Promise.all(this.#followings.map((following) => this.#follow(following, sink, synced, signal)));
  }

  async #follow(
    { resource, options }: Following,
    sink: ObjectSink,
    synced: () => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { kind } = resource;
    const informer: Informer = new Informer(
      this.#api,
      resource,
      {
        upsert: (key, object) => {
          this.#updates++;
          sink.put({ apiVersion: apiVersionOf(informer.resource), kind, key }, object, null);
        },
        remove: (key) => {
          this.#updates++;
          sink.remove({ apiVersion: apiVersionOf(informer.resource), kind, key });
        },
        synced,
        failed: (error, retryIn) => {
          this.#errors++;
          this.#failing.add(resource);
          this.#listener.failed(resource, error, retryIn);
        },
        recovered: () => {
          this.#failing.delete(resource);
          this.#listener.recovered(resource);
        },
      },
      { kinds: this.#kinds, ...options },
    );
    await informer.run(signal);
  }
}
