import { setTimeout as sleep } from 'node:timers/promises';
import { after, isDue, millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import type { ApiClient } from './client.ts';
import { isNotFound } from './error.ts';
import { formatLease, LEASE, microTime } from './leaseRecord.ts';
import { collectionPath, objectPath } from './resource.ts';

export interface HeartbeatOptions {
  readonly namespace: string;
  /** Of the Lease; its holder is `holder`. */
  readonly name: string;
  readonly holder: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly duration: Millis;
  /** Asked before each beat, as it may grow with the number of others. */
  readonly every: () => Millis;
  readonly renewed: () => void;
  readonly failed: (error: unknown) => void;
}

/** Renews the Lease that says that this process is alive. */
export class Heartbeat {
  readonly #api: ApiClient;
  readonly #options: HeartbeatOptions;
  readonly #acquireTime = microTime(new Date());
  #freshUntil: Millis | null = null;

  constructor(api: ApiClient, options: HeartbeatOptions) {
    this.#api = api;
    this.#options = options;
  }

  /** Whether others must still take this process as alive. */
  isFresh(now: Millis): boolean {
    return this.#freshUntil !== null && !isDue(this.#freshUntil, now);
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const startedAt = millis(performance.now());
      const every = this.#options.every();
      try {
        await this.#write(this.#options.holder, every);
        this.#freshUntil = after(startedAt, this.#options.duration);
        this.#options.renewed();
      } catch (error) {
        this.#options.failed(error);
      }
      await sleep(every * (0.9 + Math.random() / 5), null, { signal }).catch(() => null);
    }
  }

  /** Tells the others at once that this process is going. */
  async release(): Promise<void> {
    this.#freshUntil = null;
    await this.#write(null, RELEASE_TIMEOUT);
  }

  async #write(holder: string | null, timeout: Millis): Promise<void> {
    const { namespace, name, labels, duration } = this.#options;
    const renewTime = microTime(new Date());
    const record = { holder, duration, renewTime, acquireTime: this.#acquireTime, transitions: 0 };
    const body = { metadata: { labels }, spec: formatLease(record) };
    const path = objectPath(LEASE, namespace, name);
    try {
      await this.#api.request({
        method: 'PATCH',
        path,
        body,
        contentType: 'application/merge-patch+json',
        timeout,
      });
    } catch (error) {
      if (!isNotFound(error)) throw error;
      const created = {
        apiVersion: `${LEASE.group}/${LEASE.version}`,
        kind: LEASE.kind,
        ...body,
        metadata: { name, namespace, labels },
      };
      await this.#api.request({
        method: 'POST',
        path: collectionPath(LEASE, namespace),
        body: created,
        timeout,
      });
    }
  }
}

const RELEASE_TIMEOUT = millis(1000);
