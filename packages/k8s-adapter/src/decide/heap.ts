/** A binary heap: the smallest item is at hand, putting and taking cost the logarithm of the size. */
export class Heap<T> {
  readonly #items: T[] = [];
  readonly #isBefore: (a: T, b: T) => boolean;

  constructor(isBefore: (a: T, b: T) => boolean) {
    this.#isBefore = isBefore;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  put(item: T): void {
    let at = this.#items.length;
    this.#items.push(item);
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      const above = this.#items[parent];
      if (above === undefined || !this.#isBefore(item, above)) break;
      this.#items[at] = above;
      at = parent;
    }
    this.#items[at] = item;
  }

  take(): T | undefined {
    const [first] = this.#items;
    const last = this.#items.pop();
    if (last === undefined || this.#items.length === 0) return first;
    let at = 0;
    for (;;) {
      const left = this.#items[2 * at + 1];
      const right = this.#items[2 * at + 2];
      const isRight = left !== undefined && right !== undefined && this.#isBefore(right, left);
      const smaller = isRight ? right : left;
      if (smaller === undefined || !this.#isBefore(smaller, last)) break;
      this.#items[at] = smaller;
      at = 2 * at + (isRight ? 2 : 1);
    }
    this.#items[at] = last;
    return first;
  }
}
