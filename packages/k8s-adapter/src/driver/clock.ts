import { millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';

/** A time that never goes back, whatever happens to the calendar. */
export function now(): Millis {
  return millis(performance.now());
}

/** One timer for one machine: set to its next deadline, however far away. */
export class Alarm {
  readonly #ring: () => void;
  #timer: NodeJS.Timeout | null = null;
  #deadline: Millis | null = null;

  constructor(ring: () => void) {
    this.#ring = ring;
  }

  /** `null` stops it. */
  set(deadline: Millis | null): void {
    if (deadline === this.#deadline && this.#timer !== null) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#deadline = deadline;
    if (deadline === null) return;
    const wait = Math.min(Math.max(deadline - now(), 0), LONGEST_TIMEOUT);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (deadline > now()) this.set(deadline);
      else this.#ring();
    }, wait);
  }
}

/** Beyond it, `setTimeout` fires at once. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;
