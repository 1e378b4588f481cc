import { millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';

/** How long to wait after a failure: doubling from `first` to `most`. */
export interface Backoff {
  readonly first: Millis;
  readonly most: Millis;
}

/** The wait after the given number of failures in a row (from 1), 50 to 100 % of it by `random` in [0, 1). */
export function backoffDelay({ first, most }: Backoff, failures: number, random: number): Millis {
  const full = Math.min(most, first * 2 ** Math.min(failures - 1, 30));
  return millis(full * (0.5 + random / 2));
}
