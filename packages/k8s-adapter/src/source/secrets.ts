import type { ApiClient } from '../k8s/client.ts';
import type { Resource } from '../k8s/resource.ts';
import { KubernetesSource } from './kubernetes.ts';
import type { ConnectionListener } from './kubernetes.ts';
import type { ObjectSink } from './source.ts';

/** Secrets, of namespaces that configuration names, and of no other. */
export class SecretSource {
  readonly #api: ApiClient;
  readonly #options: SecretSourceOptions;
  readonly #unsynced = new Set<string>();
  readonly #followed = new Map<string, Promise<void>>();

  constructor(api: ApiClient, options: SecretSourceOptions) {
    this.#api = api;
    this.#options = options;
  }

  /** Whether the Secrets of every namespace that was named are known. */
  get hasSynced(): boolean {
    return this.#unsynced.size === 0;
  }

  /** Follows those of these namespaces, too. */
  follow(namespaces: Iterable<string>, signal: AbortSignal): void {
    for (const namespace of namespaces) {
      if (this.#followed.has(namespace)) continue;
      this.#unsynced.add(namespace);
      this.#followed.set(namespace, this.#run(namespace, signal));
    }
  }

  /** Resolves when nothing is followed any more. */
  async ended(): Promise<void> {
    await Promise.all(this.#followed.values());
  }

  #run(namespace: string, signal: AbortSignal): Promise<void> {
    const { sink, listener, synced } = this.#options;
    // A resource of its own, as the listener tells followings apart by it.
    const following = { resource: { ...SECRET }, options: { namespace, fieldSelector: OF_INTEREST } };
    const source = new KubernetesSource(this.#api, [following], listener);
    return source.run(
      {
        put: (...args) => {
          sink.put(...args);
        },
        remove: (...args) => {
          sink.remove(...args);
        },
        synced: () => {
          this.#unsynced.delete(namespace);
          if (this.hasSynced) synced();
        },
      },
      signal,
    );
  }
}

export interface SecretSourceOptions {
  readonly sink: Pick<ObjectSink, 'put' | 'remove'>;
  readonly listener: ConnectionListener;
  /** The Secrets of every namespace that was named are known. */
  readonly synced: () => void;
}

const SECRET: Resource = { group: '', version: 'v1', plural: 'secrets', kind: 'Secret', namespaced: true };
/** Releases of Helm are large and never passwords. */
const OF_INTEREST = 'type!=helm.sh/release.v1';
