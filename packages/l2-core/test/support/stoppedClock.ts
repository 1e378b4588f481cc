import { millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import type { Clock } from '@fairlead/l2-core/node';

/** A clock that moves when it is told to. */
export class StoppedClock implements Clock {
  #now = millis(0);
  readonly #timers = new Set<{ readonly at: number; readonly callback: () => void }>();

  now(): Millis {
    return this.#now;
  }

  after(span: Millis, callback: () => void): () => void {
    const timer = { at: this.#now + span, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  pass(span: number): void {
    const end = this.#now + span;
    for (;;) {
      const due = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#now = millis(due.at);
      due.callback();
    }
    this.#now = millis(end);
  }
}
