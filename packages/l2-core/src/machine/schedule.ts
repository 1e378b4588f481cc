import type { Millis } from '@fairlead/inet';

/** What a schedule keeps: `place` is the schedule's own note, -1 while the entry is not in it. */
export interface Scheduled {
  place: number;
  due: Millis;
}

/** Entries by deadline, the earliest first: a binary heap in which each entry knows its place. */
export class Schedule<T extends Scheduled> {
  readonly #heap: T[] = [];

  get first(): T | null {
    return this.#heap[0] ?? null;
  }

  /** Puts an entry where its deadline belongs; `null` takes it out. */
  set(entry: T, due: Millis | null): void {
    if (due === null) {
      this.#remove(entry);
      return;
    }
    entry.due = due;
    if (entry.place < 0) {
      entry.place = this.#heap.length;
      this.#heap.push(entry);
    }
    this.#sink(this.#rise(entry), entry);
  }

  #remove(entry: T): void {
    if (entry.place < 0) return;
    const last = this.#heap.pop();
    if (last !== undefined && last !== entry) {
      this.#put(entry.place, last);
      this.#sink(this.#rise(last), last);
    }
    entry.place = -1;
  }

  #rise(entry: T): number {
    let place = entry.place;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#heap[above];
      if (parent === undefined || parent.due <= entry.due) break;
      this.#put(place, parent);
      place = above;
    }
    this.#put(place, entry);
    return place;
  }

  #sink(from: number, entry: T): void {
    let place = from;
    for (;;) {
      const below = this.#earlierChild(place);
      const child = this.#heap[below];
      if (child === undefined || child.due >= entry.due) break;
      this.#put(place, child);
      place = below;
    }
    this.#put(place, entry);
  }

  #earlierChild(place: number): number {
    const left = this.#heap[2 * place + 1];
    const right = this.#heap[2 * place + 2];
    return left !== undefined && right !== undefined && right.due < left.due ? 2 * place + 2 : 2 * place + 1;
  }

  #put(place: number, entry: T): void {
    this.#heap[place] = entry;
    entry.place = place;
  }
}
