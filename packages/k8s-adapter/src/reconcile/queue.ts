/** Keys that wait for their turn, each at most once, and never while the same key is being worked on. */
export class KeyedQueue {
  readonly #waiting = new Set<string>();
  readonly #active = new Set<string>();
  readonly #again = new Set<string>();
  /** One cursor for all takes, so that a take does not walk over the places of those before it. */
  #cursor: Iterator<string> = this.#waiting.values();

  get waiting(): number {
    return this.#waiting.size;
  }

  get isIdle(): boolean {
    return this.#waiting.size === 0 && this.#active.size === 0;
  }

  add(key: string): void {
    if (this.#active.has(key)) this.#again.add(key);
    else this.#waiting.add(key);
  }

  /** The key that waits longest; it stays active until `done`. */
  take(): string | null {
    if (this.#waiting.size === 0) return null;
    const key = this.#next();
    this.#waiting.delete(key);
    this.#active.add(key);
    return key;
  }

  /** Ends the turn of a key; where it was added meanwhile, it waits again. */
  done(key: string): void {
    this.#active.delete(key);
    if (this.#again.delete(key)) this.#waiting.add(key);
  }

  #next(): string {
    for (;;) {
      const step = this.#cursor.next();
      if (step.done !== true) return step.value;
      this.#cursor = this.#waiting.values();
    }
  }
}
