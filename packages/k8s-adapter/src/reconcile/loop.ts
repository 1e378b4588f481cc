import { millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import { backoffDelay } from '../k8s/backoff.ts';
import type { Backoff } from '../k8s/backoff.ts';
import { KeyedQueue } from './queue.ts';

export interface LoopOptions {
  /** Makes what exists for a key as it should be; called again after a while where it fails. */
  readonly reconcile: (key: string) => Promise<void> | void;
  readonly failed: (key: string, error: unknown, retryIn: Millis) => void;
  /** How many keys are worked on at once. */
  readonly concurrency?: number;
  readonly backoff?: Backoff;
  readonly random?: () => number;
}

/** Works off keys: each one at a time, again after a failure with growing waits, and yielding to everything else. */
export class ReconcileLoop {
  readonly #options: LoopOptions;
  readonly #queue = new KeyedQueue();
  readonly #failures = new Map<string, number>();
  readonly #retries = new Map<string, NodeJS.Timeout>();
  readonly #whenIdle: (() => void)[] = [];
  #workers = 0;
  #running = false;

  constructor(options: LoopOptions) {
    this.#options = options;
  }

  /** How many keys wait. */
  get depth(): number {
    return this.#queue.waiting;
  }

  add(key: string): void {
    this.#queue.add(key);
    this.#wake();
  }

  start(): void {
    this.#running = true;
    this.#wake();
  }

  /** Takes no further key; resolves when those that are worked on are done. */
  async stop(): Promise<void> {
    this.#running = false;
    for (const retry of this.#retries.values()) clearTimeout(retry);
    this.#retries.clear();
    if (this.#workers > 0) await this.idle();
  }

  /** Resolves when no key waits or is worked on; retries that are due later do not count. */
  idle(): Promise<void> {
    if (this.#workers === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  #wake(): void {
    const wanted = Math.min(this.#options.concurrency ?? 1, this.#workers + this.#queue.waiting);
    while (this.#running && this.#workers < wanted) {
      this.#workers++;
      setImmediate(() => void this.#work());
    }
  }

  async #work(): Promise<void> {
    let turnEnds = performance.now() + TURN;
    while (this.#running) {
      const key = this.#queue.take();
      if (key === null) break;
      await this.#reconcile(key);
      this.#queue.done(key);
      if (performance.now() < turnEnds) continue;
      await nextTurn();
      turnEnds = performance.now() + TURN;
    }
    this.#workers--;
    if (this.#workers > 0) return;
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }

  async #reconcile(key: string): Promise<void> {
    const retry = this.#retries.get(key);
    if (retry !== undefined) {
      clearTimeout(retry);
      this.#retries.delete(key);
    }
    try {
      const work = this.#options.reconcile(key);
      if (work !== undefined) await work;
      this.#failures.delete(key);
    } catch (error) {
      this.#retry(key, error);
    }
  }

  #retry(key: string, error: unknown): void {
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    const random = (this.#options.random ?? Math.random)();
    const retryIn = backoffDelay(this.#options.backoff ?? BACKOFF, failures, random);
    this.#options.failed(key, error, retryIn);
    if (!this.#running) return;
    this.#retries.set(
      key,
      setTimeout(() => {
        this.#retries.delete(key);
        this.add(key);
      }, retryIn),
    );
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

const BACKOFF: Backoff = { first: millis(100), most: millis(60_000) };
/** For how long keys may be worked off before sockets and timers get their turn, in milliseconds. */
const TURN = 10;
