/** The ends of a list of slots, or -1 where it is empty. */
export interface DueList {
  first: number;
  last: number;
}

/** Lists of slots, each slot in one list at most; joining and leaving cost the same for any length. */
export class DueLists {
  /** The slot behind each, or -1. */
  next: Int32Array = new Int32Array(0);
  #previous: Int32Array = new Int32Array(0);

  grow(capacity: number): void {
    if (capacity <= this.next.length) return;
    this.next = longer(this.next, capacity);
    this.#previous = longer(this.#previous, capacity);
  }

  append(list: DueList, slot: number): void {
    this.#previous[slot] = list.last;
    this.next[slot] = -1;
    if (list.last < 0) list.first = slot;
    else this.next[list.last] = slot;
    list.last = slot;
  }

  remove(list: DueList, slot: number): void {
    const next = this.next[slot] as number;
    const previous = this.#previous[slot] as number;
    if (previous < 0) list.first = next;
    else this.next[previous] = next;
    if (next < 0) list.last = previous;
    else this.#previous[next] = previous;
  }

  /** Takes all in front of a slot out of the list, or all for -1. */
  cutBefore(list: DueList, slot: number): void {
    list.first = slot;
    if (slot < 0) list.last = -1;
    else this.#previous[slot] = -1;
  }
}

function longer(column: Int32Array, length: number): Int32Array {
  const copy = new Int32Array(length);
  copy.set(column);
  return copy;
}
