import { setTimeout as sleep } from 'node:timers/promises';
import { millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import { Allowance } from '../k8s/allowance.ts';
import { backoffDelay } from '../k8s/backoff.ts';
import type { ApiClient } from '../k8s/client.ts';
import { isConflict, isNotFound } from '../k8s/error.ts';
import { objectKey } from '../k8s/object.ts';
import type { KubernetesObject } from '../k8s/object.ts';
import { collectionPath, objectPath } from '../k8s/resource.ts';
import type { Resource } from '../k8s/resource.ts';
import type { Status } from '../status/configuration.ts';
import { statusPatch } from '../status/patch.ts';

/** An object as it stands, and what its status should say; one without a version is made first. */
export interface WantedStatus extends Surplus {
  readonly status: Status;
}

/** An object that should not be there. */
export interface Surplus {
  readonly resource: Resource;
  readonly object: KubernetesObject;
}

export interface StatusWriterOptions {
  /** All that should be, as of now. */
  readonly wanted: () => Iterable<WantedStatus>;
  /** What should be removed; asked after `wanted`. */
  readonly surplus?: () => Iterable<Surplus>;
  readonly failed: (object: KubernetesObject, error: unknown, retryIn: Millis) => void;
  /** How long changes are gathered before the first write. */
  readonly settle?: Millis;
  /** The least time from one round of writes to the next. */
  readonly spacing?: () => Millis;
  readonly perSecond?: () => number;
}

/** Keeps the statuses of objects right: what has not changed is not written, and what changes often is written now and then. */
export class StatusWriter {
  readonly #api: ApiClient;
  readonly #options: StatusWriterOptions;
  readonly #allowance: Allowance;
  /** The last write to each object, until its outcome is seen. */
  readonly #written = new Map<string, Written>();
  #failures = 0;
  #isTouched = false;
  #isLast = false;
  #wake: () => void = () => undefined;

  constructor(api: ApiClient, options: StatusWriterOptions) {
    this.#api = api;
    this.#options = options;
    this.#allowance = new Allowance(options.perSecond ?? (() => PER_SECOND), BURST);
  }

  /** Something may be other than it was. */
  touch(): void {
    this.#isTouched = true;
    this.#wake();
  }

  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => {
      this.#wake();
    });
    while (!signal.aborted) {
      if (!this.#isTouched) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      await pause(this.#options.settle ?? SETTLE, signal);
      this.#isTouched = false;
      const retryIn = await this.#writeAll(signal);
      if (retryIn !== null) this.#isTouched = true;
      await pause(retryIn ?? this.#options.spacing?.() ?? SPACING, signal);
    }
  }

  /** Writes everything once more, whatever is there: what was written last may not have been seen. */
  async writeLast(signal: AbortSignal): Promise<void> {
    this.#written.clear();
    this.#isLast = true;
    await this.#writeAll(signal);
  }

  /** Writes what differs now; answers how long to wait where that could not be done. */
  async #writeAll(signal: AbortSignal): Promise<Millis | null> {
    const failed: { readonly object: KubernetesObject; readonly error: unknown }[] = [];
    const attempt = async (object: KubernetesObject, work: Promise<void>): Promise<void> => {
      await work.catch((error: unknown) => {
        if (!signal.aborted) failed.push({ object, error });
      });
    };
    const seen = new Set<string>();
    for (const wanted of this.#options.wanted()) {
      if (signal.aborted) return null;
      seen.add(nameOf(wanted.object));
      await attempt(wanted.object, this.#write(wanted, signal));
    }
    for (const surplus of this.#options.surplus?.() ?? [])
      await attempt(surplus.object, this.#remove(surplus, signal));
    for (const name of this.#written.keys()) if (!seen.has(name)) this.#written.delete(name);
    this.#failures = failed.length === 0 ? 0 : this.#failures + 1;
    if (failed.length === 0) return null;
    const retryIn = backoffDelay(BACKOFF, this.#failures, Math.random());
    for (const { object, error } of failed) this.#options.failed(object, error, retryIn);
    return retryIn;
  }

  async #write({ resource, object, status }: WantedStatus, signal: AbortSignal): Promise<void> {
    const { name, namespace = null, uid, resourceVersion = '' } = object.metadata;
    const found = this.#isLast ? {} : statusOf(object);
    const patch = statusPatch(found, status, new Date().toISOString());
    const isNew = resourceVersion === '';
    if (this.#isDone(object, status) || (patch === null && !isNew)) return;
    await this.#allowance.spend(signal);
    try {
      if (isNew)
        await this.#api.request({
          method: 'POST',
          path: collectionPath(resource, namespace),
          body: object,
          signal,
        });
      const answer = await this.#api.request({
        method: 'PATCH',
        path: `${objectPath(resource, namespace, name)}/status`,
        body: { metadata: uid === undefined ? {} : { uid }, status: patch ?? {} },
        contentType: 'application/merge-patch+json',
        signal,
      });
      const now = (answer as KubernetesObject).metadata.resourceVersion;
      this.#note(object, status, now === resourceVersion);
    } catch (error) {
      if (isNotFound(error) && !isNew) this.#note(object, status, true);
      // It changed or went meanwhile; the watch brings it here again.
      else if (!isConflict(error) && !isNotFound(error)) throw error;
    }
  }

  async #remove({ resource, object }: Surplus, signal: AbortSignal): Promise<void> {
    const { name, namespace = null } = object.metadata;
    await this.#allowance.spend(signal);
    try {
      await this.#api.request({ method: 'DELETE', path: objectPath(resource, namespace, name), signal });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  #note(object: KubernetesObject, status: Status, isVoid: boolean): void {
    const { resourceVersion = '' } = object.metadata;
    this.#written.set(nameOf(object), { over: resourceVersion, said: JSON.stringify(status), isVoid });
  }

  /** Whether the outcome of the last write is still to come; or an older definition of the kind keeps none of it. */
  #isDone(object: KubernetesObject, status: Status): boolean {
    const last = this.#written.get(nameOf(object));
    if (last === undefined) return false;
    if (last.over !== (object.metadata.resourceVersion ?? '')) {
      this.#written.delete(nameOf(object));
      return false;
    }
    return !last.isVoid || last.said === JSON.stringify(status);
  }
}

interface Written {
  /** The version of the object that was written to. */
  readonly over: string;
  readonly said: string;
  /** Whether the write changed nothing. */
  readonly isVoid: boolean;
}

function nameOf(object: KubernetesObject): string {
  return `${object.apiVersion} ${object.kind} ${objectKey(object)}`;
}

export function statusOf({ status }: KubernetesObject): Readonly<Record<string, unknown>> {
  return typeof status === 'object' && status !== null ? (status as Readonly<Record<string, unknown>>) : {};
}

async function pause(span: Millis, signal: AbortSignal): Promise<void> {
  await sleep(span, null, { signal }).catch(() => null);
}

const SETTLE = millis(300);
const SPACING = millis(2000);
const BACKOFF = { first: millis(2000), most: millis(60_000) };
const PER_SECOND = 20;
const BURST = 100;
