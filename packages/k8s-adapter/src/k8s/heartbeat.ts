import { setTimeout as sleep } from 'node:timers/promises';
import { millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import type { ApiClient } from './client.ts';
import { isNotFound } from './error.ts';
import { formatLease, LEASE, microTime, roundedUp } from './leaseRecord.ts';
import { collectionPath, objectPath } from './resource.ts';

export interface HeartbeatOptions {
  readonly namespace: string;
  /** Of the Lease. */
  readonly name: string;
  /** Asked before each beat; a Lease without a holder says that its speaker is not ready to take anything. */
  readonly holder: () => string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** Asked before each beat: what the others need to know of this process. */
  readonly annotations: () => Readonly<Record<string, string>>;
  /** Asked before each beat, as it may grow with the number of others; it beats three times in it. */
  readonly duration: () => Millis;
  readonly failed: (error: unknown) => void;
}

/** Renews the Lease that says that this process is alive. */
export class Heartbeat {
  readonly #api: ApiClient;
  readonly #options: HeartbeatOptions;
  /** When the Lease was taken: by us, or again after others had to take it as free. By the clock of the day, and a steady one. */
  #acquired = { at: 0, steady: 0 };
  #heldUntil = 0;
  #rest = new AbortController();

  constructor(api: ApiClient, options: HeartbeatOptions) {
    this.#api = api;
    this.#options = options;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#rest = new AbortController();
      const duration = this.#options.duration();
      const every = millis(duration / 3);
      try {
        await this.#write(this.#options.holder(), duration, every, signal);
      } catch (error) {
        if (!isAborted(signal)) this.#options.failed(error);
      }
      const woken = AbortSignal.any([signal, this.#rest.signal]);
      await sleep(every * (0.9 + Math.random() / 5), null, { signal: woken }).catch(() => null);
    }
  }

  /** Beats now, or again after the beat that is under way, because it has something else to say. */
  beat(): void {
    this.#rest.abort();
  }

  /** Tells the others at once that this process is going. */
  async release(): Promise<void> {
    await this.#write(null, SHORTEST_LEASE, RELEASE_TIMEOUT, null);
  }

  async #write(
    holder: string | null,
    duration: Millis,
    timeout: Millis,
    signal: AbortSignal | null,
  ): Promise<void> {
    const { labels } = this.#options;
    const annotations = this.#options.annotations();
    const common = signal === null ? { timeout } : { timeout, signal };
    const now = performance.now();
    if (holder === null || now >= this.#heldUntil) this.#acquired = { at: Date.now(), steady: now };
    const { at, steady } = this.#acquired;
    const acquireTime = microTime(new Date(at));
    // So that the time between the two is right whatever was done to the clock of the day meanwhile.
    const renewTime = microTime(new Date(at + now - steady));
    const record = { holder, duration, renewTime, acquireTime, transitions: 0 };
    const body = { metadata: { labels, annotations }, spec: formatLease(record) };
    await this.#send(body, common);
    this.#heldUntil = holder === null ? 0 : now + roundedUp(duration);
  }

  async #send(
    body: { readonly metadata: object; readonly spec: object },
    common: { readonly timeout: Millis; readonly signal?: AbortSignal },
  ): Promise<void> {
    const { namespace, name } = this.#options;
    const path = objectPath(LEASE, namespace, name);
    try {
      await this.#api.request({
        method: 'PATCH',
        path,
        body,
        contentType: 'application/merge-patch+json',
        ...common,
      });
    } catch (error) {
      if (!isNotFound(error)) throw error;
      const created = {
        apiVersion: `${LEASE.group}/${LEASE.version}`,
        kind: LEASE.kind,
        ...body,
        metadata: { name, namespace, ...body.metadata },
      };
      await this.#api.request({
        method: 'POST',
        path: collectionPath(LEASE, namespace),
        body: created,
        ...common,
      });
    }
  }
}

function isAborted({ aborted }: AbortSignal): boolean {
  return aborted;
}

const RELEASE_TIMEOUT = millis(1000);
/** So that whoever starts later does not take it for the Lease of somebody who is about to join. */
const SHORTEST_LEASE = millis(1000);
