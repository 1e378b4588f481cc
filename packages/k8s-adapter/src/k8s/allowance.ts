import { setTimeout as sleep } from 'node:timers/promises';

/** Bounds how often something is done: a number at once, and then so many a second. */
export class Allowance {
  readonly #perSecond: () => number;
  readonly #burst: number;
  #left: number;
  #refilledAt = performance.now();

  constructor(perSecond: () => number, burst: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#left = burst;
  }

  /** Resolves when it may be done once more, or at the signal. */
  async spend(signal: AbortSignal): Promise<void> {
    const now = performance.now();
    const perSecond = this.#perSecond();
    this.#left = Math.min(this.#burst, this.#left + ((now - this.#refilledAt) / 1000) * perSecond);
    this.#refilledAt = now;
    this.#left--;
    if (this.#left >= 0) return;
    await sleep((-this.#left / perSecond) * 1000, null, { signal }).catch(() => null);
  }
}
