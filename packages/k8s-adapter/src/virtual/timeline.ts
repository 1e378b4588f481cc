import { millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import { Heap } from '../decide/heap.ts';

/** A virtual clock and what is to happen by it; what is due at the same time happens in the order in which it was planned. */
export class Timeline {
  readonly #due = new Heap<Due>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));
  #now: Millis = millis(0);
  #planned = 0;

  get now(): Millis {
    return this.#now;
  }

  /** When the next thing happens; `null` where nothing is planned. */
  get next(): Millis | null {
    return this.#due.peek()?.at ?? null;
  }

  at(time: number, act: () => void): void {
    this.#due.put({ at: millis(Math.max(time, this.#now)), order: this.#planned++, act });
  }

  after(span: number, act: () => void): void {
    this.at(this.#now + span, act);
  }

  /** Lets everything happen that is due up to `end`; `moment` is told behind each point in time at which something did. */
  run(end: number, moment: () => void = () => undefined): void {
    for (let due = this.#due.peek(); due !== undefined && due.at <= end; due = this.#due.peek()) {
      this.#now = due.at;
      this.#due.take();
      due.act();
      if (this.#due.peek()?.at !== this.#now) moment();
    }
    this.#now = millis(Math.max(end, this.#now));
  }
}

interface Due {
  readonly at: Millis;
  readonly order: number;
  readonly act: () => void;
}
