import { setTimeout as sleep } from 'node:timers/promises';
import { after, isDue, millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import type { ApiClient } from './client.ts';
import { isConflict, isNotFound } from './error.ts';
import { claimedLease, leadershipMove } from './leadership.ts';
import type { ObservedLease } from './leadership.ts';
import { formatLease, LEASE, microTime, parseLease } from './leaseRecord.ts';
import type { LeaseRecord } from './leaseRecord.ts';
import { parseObject } from './object.ts';
import { collectionPath, objectPath } from './resource.ts';

export interface LeaderOptions {
  readonly namespace: string;
  readonly name: string;
  /** Different for each candidate, also for two on one machine. */
  readonly identity: string;
  readonly duration?: Millis;
  readonly renewEvery?: Millis;
  /** Works while this candidate leads; the signal says when that ends. */
  readonly lead: (signal: AbortSignal) => Promise<void>;
  readonly failed: (error: unknown) => void;
}

/** One candidate for a Lease that at most one of them holds. */
export class LeaderElection {
  readonly #api: ApiClient;
  readonly #options: LeaderOptions;
  readonly #duration: Millis;
  readonly #renewEvery: Millis;
  #observed: ObservedLease | null = null;
  #resourceVersion: string | null = null;
  #leadingUntil: Millis | null = null;

  constructor(api: ApiClient, options: LeaderOptions) {
    this.#api = api;
    this.#options = options;
    this.#duration = options.duration ?? millis(15_000);
    this.#renewEvery = options.renewEvery ?? millis(this.#duration / 7);
  }

  /** Waits for the Lease, leads for as long as it is renewed, and begins again; gives the Lease back at the end. */
  async run(signal: AbortSignal): Promise<void> {
    let term: { readonly abort: AbortController; readonly work: Promise<void> } | null = null;
    while (!signal.aborted) {
      await this.#turn();
      const leads = !isDue(this.#leadingUntil ?? now(), now());
      if (leads && term === null) {
        const abort = new AbortController();
        term = { abort, work: this.#options.lead(abort.signal) };
      } else if (!leads && term !== null) {
        term.abort.abort();
        await term.work;
        term = null;
      }
      await sleep(this.#renewEvery * (0.9 + Math.random() / 5), null, { signal }).catch(() => null);
    }
    if (term === null) return;
    term.abort.abort();
    await term.work;
    await this.#release();
  }

  async #turn(): Promise<void> {
    const startedAt = now();
    try {
      await this.#read();
      const move = leadershipMove(this.#observed, this.#options.identity, now());
      if (move === 'wait') {
        this.#leadingUntil = null;
        return;
      }
      const claim = claimedLease(
        this.#observed,
        this.#options.identity,
        this.#duration,
        microTime(new Date()),
      );
      await this.#write(claim);
      // Ends well before others may take the Lease, and counts from before the request went out.
      this.#leadingUntil = after(startedAt, millis(this.#duration * LEAD_SHARE));
    } catch (error) {
      if (!isConflict(error)) this.#options.failed(error);
    }
  }

  async #read(): Promise<void> {
    const { namespace, name } = this.#options;
    const path = objectPath(LEASE, namespace, name);
    try {
      const timeout = this.#renewEvery * 2;
      this.#see(await this.#api.request({ method: 'GET', path, timeout }));
    } catch (error) {
      if (!isNotFound(error)) throw error;
      this.#observed = null;
      this.#resourceVersion = null;
    }
  }

  #see(value: unknown): void {
    const object = parseObject(value, `${LEASE.group}/${LEASE.version}`, LEASE.kind);
    const record = parseLease(object);
    const isNew = object.metadata.resourceVersion !== this.#resourceVersion;
    this.#resourceVersion = object.metadata.resourceVersion ?? null;
    if (isNew || this.#observed === null) this.#observed = { record, seenAt: now() };
  }

  async #write(record: LeaseRecord): Promise<void> {
    const { namespace, name } = this.#options;
    const body = {
      apiVersion: `${LEASE.group}/${LEASE.version}`,
      kind: LEASE.kind,
      metadata: {
        name,
        namespace,
        ...(this.#resourceVersion !== null && { resourceVersion: this.#resourceVersion }),
      },
      spec: formatLease(record),
    };
    const timeout = this.#renewEvery * 2;
    const answer =
      this.#resourceVersion === null
        ? await this.#api.request({ method: 'POST', path: collectionPath(LEASE, namespace), body, timeout })
        : await this.#api.request({ method: 'PUT', path: objectPath(LEASE, namespace, name), body, timeout });
    this.#see(answer);
  }

  async #release(): Promise<void> {
    const record = this.#observed?.record;
    if (record?.holder !== this.#options.identity) return;
    try {
      await this.#write({
        ...record,
        holder: null,
        duration: millis(1000),
        renewTime: microTime(new Date()),
      });
    } catch (error) {
      if (!isConflict(error)) this.#options.failed(error);
    }
  }
}

function now(): Millis {
  return millis(performance.now());
}

/** The part of the Lease's duration after which a leader that cannot renew it stops. */
const LEAD_SHARE = 2 / 3;
