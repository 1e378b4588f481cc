import { millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';

/** Monotonic time, and one timer at a time per caller. */
export interface Clock {
  now(): Millis;
  /** Calls back once, after the span; the answer takes the call back. */
  after(span: Millis, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => millis(performance.now()),
  after: (span, callback) => {
    const timer = setTimeout(callback, Math.min(Math.ceil(span), LONGEST_TIMER));
    return () => {
      clearTimeout(timer);
    };
  },
};

const LONGEST_TIMER = 2 ** 31 - 1;
