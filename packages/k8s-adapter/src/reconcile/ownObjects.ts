import type { Millis } from '@fairlead/inet';
import { failure } from '../driver/log.ts';
import type { Log } from '../driver/log.ts';
import type { ApiClient } from '../k8s/client.ts';
import { isForbidden } from '../k8s/error.ts';
import { Informer } from '../k8s/informer.ts';
import type { InformerOptions } from '../k8s/informer.ts';
import type { KindWatch } from '../k8s/kindWatch.ts';
import { apiVersionOf, collectionPath } from '../k8s/resource.ts';
import type { KubernetesObject, OwnerReference } from '../k8s/object.ts';
import type { Resource } from '../k8s/resource.ts';
import type { Status } from '../status/configuration.ts';
import type { Fields } from '../status/pool.ts';
import { statusOf, StatusWriter } from './statusWriter.ts';
import type { Surplus, WantedStatus } from './statusWriter.ts';

/** An object of ours, whose status says it all. */
export interface OwnObject {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly fields: Fields;
  readonly conditions?: Status['conditions'];
}

export interface OwnObjectsOptions {
  readonly resource: Resource;
  /** `null` for kinds without namespaces. */
  readonly namespace: string | null;
  /** Which objects of the kind are ours. */
  readonly ours: Pick<InformerOptions, 'fieldSelector' | 'labelSelector'>;
  /** Whether that is known yet. */
  readonly isReady: () => boolean;
  /** What there should be, as of now; `found` answers what the status of an object says. */
  readonly wanted: (found: (name: string) => Fields) => Iterable<OwnObject>;
  /** Which others stay; without it none. */
  readonly keeps?: (object: KubernetesObject) => boolean;
  /** With whom they go: `null` while that is not known, `nobody` where they stay. */
  readonly owner: () => OwnerReference | 'nobody' | null;
  readonly log: Log;
  /** Says when the cluster gets the kind. */
  readonly kinds: KindWatch | null;
  readonly settle?: Millis;
  /** The least time from one round of writes to the next. */
  readonly spacing?: () => Millis;
  readonly perSecond?: () => number;
}

/** Objects of one kind that this process alone makes, keeps right and removes; none where the cluster does not have the kind. */
export class OwnObjects {
  readonly #api: ApiClient;
  readonly #options: OwnObjectsOptions;
  readonly #found = new Map<string, KubernetesObject>();
  readonly #informer: Informer;
  readonly #writer: StatusWriter;
  #wantedNames: ReadonlySet<string> = new Set();
  #isForbidden = false;

  constructor(api: ApiClient, options: OwnObjectsOptions) {
    this.#api = api;
    this.#options = options;
    const touch = (): void => {
      this.touch();
    };
    this.#informer = new Informer(
      api,
      options.resource,
      {
        upsert: (key, object) => {
          this.#found.set(key, object);
          touch();
        },
        remove: (key) => {
          this.#found.delete(key);
          touch();
        },
        synced: touch,
        appeared: touch,
        failed: (error) => {
          if (isForbidden(error)) this.#say(error, {});
        },
        recovered: touch,
      },
      { namespace: options.namespace, kinds: options.kinds, ...options.ours },
    );
    const { settle, spacing, perSecond } = options;
    this.#writer = new StatusWriter(api, {
      wanted: () => this.#wanted(),
      surplus: () => this.#surplus(),
      failed: ({ metadata: { name } }, error, retryIn) => {
        this.#say(error, { object: `${options.resource.kind} ${name}`, retryIn });
      },
      ...(settle !== undefined && { settle }),
      ...(spacing !== undefined && { spacing }),
      ...(perSecond !== undefined && { perSecond }),
    });
  }

  /** What they should say may be other than it was. */
  touch(): void {
    this.#writer.touch();
  }

  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#informer.run(signal), this.#writer.run(signal)]);
  }

  /** Says the last word, once all else has ended. */
  async finish(timeout: Millis): Promise<void> {
    await this.#writer.writeLast(AbortSignal.timeout(timeout));
  }

  /** Removes them all in one request. */
  async removeAll(timeout: Millis): Promise<void> {
    if (this.#found.size === 0) return;
    const { resource, namespace, ours } = this.#options;
    await this.#api.request({
      method: 'DELETE',
      path: collectionPath(resource, namespace),
      query: { labelSelector: ours.labelSelector ?? null, fieldSelector: ours.fieldSelector ?? null },
      timeout,
    });
  }

  *#wanted(): Iterable<WantedStatus> {
    const { resource, wanted, isReady } = this.#options;
    if (!this.#informer.isServed || !isReady()) return;
    const names = new Set<string>();
    this.#wantedNames = names;
    for (const { name, labels = {}, fields, conditions = null } of wanted((of) => this.#statusOf(of))) {
      names.add(name);
      const object = this.#at(name) ?? this.#fresh(name, labels);
      if (object !== null) yield { resource, object, status: { fields, conditions } };
    }
  }

  *#surplus(): Iterable<Surplus> {
    const { resource, isReady, keeps } = this.#options;
    if (!isReady()) return;
    for (const object of this.#found.values()) {
      if (this.#wantedNames.has(object.metadata.name) || keeps?.(object) === true) continue;
      yield { resource, object };
    }
  }

  #statusOf(name: string): Fields {
    const object = this.#at(name);
    return object === null ? {} : statusOf(object);
  }

  #at(name: string): KubernetesObject | null {
    const { namespace } = this.#options;
    return this.#found.get(namespace === null ? name : `${namespace}/${name}`) ?? null;
  }

  /** An object that is still to be made; `null` while its owner is not known. */
  #fresh(name: string, labels: Readonly<Record<string, string>>): KubernetesObject | null {
    const { resource, namespace, owner } = this.#options;
    const reference = owner();
    if (reference === null) return null;
    return {
      apiVersion: apiVersionOf(resource),
      kind: resource.kind,
      metadata: {
        name,
        ...(namespace !== null && { namespace }),
        labels: { ...labels, ...LABELS },
        ...(reference !== 'nobody' && { ownerReferences: [reference] }),
      },
    };
  }

  /** Whoever may not write does so every time: say it once. */
  #say(error: unknown, fields: Readonly<Record<string, unknown>>): void {
    const { log, resource } = this.#options;
    const isNew = !(isForbidden(error) && this.#isForbidden);
    this.#isForbidden ||= isForbidden(error);
    log[isNew ? 'warn' : 'debug'](
      { reason: 'statusFailed', kind: resource.kind, ...fields, ...failure(error) },
      'could not write a status; trying again',
    );
  }
}

/** So that they are told from those that MetalLB itself left. */
const LABELS = { 'app.kubernetes.io/name': 'fairlead' };
export const OUR_LABEL = 'app.kubernetes.io/name=fairlead';
