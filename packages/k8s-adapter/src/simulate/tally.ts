/** How long something was in which state, and how often it came into it. */
export class Tally<State extends string> {
  readonly #spans = new Map<State, { total: number; count: number; longest: number }>();
  #state: State | null = null;
  #since = 0;

  get state(): State | null {
    return this.#state;
  }

  /** `null` is a time that is not counted. */
  enter(state: State | null, now: number): void {
    if (state === this.#state) return;
    this.close(now);
    this.#state = state;
    this.#since = now;
  }

  /** Counts what has passed so far. */
  close(now: number): void {
    if (this.#state === null || now === this.#since) return;
    const span = now - this.#since;
    const known = this.#spans.get(this.#state) ?? { total: 0, count: 0, longest: 0 };
    this.#spans.set(this.#state, {
      total: known.total + span,
      count: known.count + 1,
      longest: Math.max(known.longest, span),
    });
    this.#since = now;
  }

  spans(state: State): Spans {
    return this.#spans.get(state) ?? { total: 0, count: 0, longest: 0 };
  }
}

/** In milliseconds. */
export interface Spans {
  readonly total: number;
  readonly count: number;
  readonly longest: number;
}
