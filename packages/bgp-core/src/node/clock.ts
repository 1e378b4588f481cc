import { millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';

/** The time on a clock that never goes back. */
export function monotonicNow(): Millis {
  return millis(performance.now());
}

/** Wakes its owner once at a deadline that may move. */
export class Alarm {
  readonly #wake: () => void;
  #timer: NodeJS.Timeout | null = null;
  #at: Millis | null = null;

  constructor(wake: () => void) {
    this.#wake = wake;
  }

  /** A deadline that moved back costs nothing: the alarm comes early and is set again. */
  set(deadline: Millis | null): void {
    if (deadline === null) {
      this.clear();
      return;
    }
    if (this.#at !== null && this.#at <= deadline) return;
    this.clear();
    this.#at = deadline;
    const span = Math.min(Math.max(Math.ceil(deadline - monotonicNow()), 0), LONGEST);
    this.#timer = setTimeout(() => {
      // What arrived while the process was busy counts before a timer that expired meanwhile.
      setImmediate(() => {
        this.#ring(deadline);
      });
    }, span);
  }

  clear(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#at = null;
  }

  #ring(deadline: Millis): void {
    if (this.#at !== deadline) return;
    this.clear();
    this.#wake();
  }
}

/** The longest span that Node's timers can wait. */
const LONGEST = 2 ** 31 - 1;
