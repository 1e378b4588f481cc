import type { Brand } from './brand.ts';

/** A point or a span on a monotonic clock, in milliseconds. */
export type Millis = Brand<number, 'Millis'>;

/** A span as protocols carry it on the wire, in whole seconds. */
export type Seconds = Brand<number, 'Seconds'>;

export function millis(value: number): Millis {
  if (!Number.isFinite(value)) throw new RangeError(`milliseconds must be a finite number, not ${value}`);
  return value as Millis;
}

export function seconds(value: number): Seconds {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`seconds must be a whole number of at least 0, not ${value}`);
  }
  return value as Seconds;
}

export function toMillis(span: Seconds): Millis {
  return (span * 1000) as Millis;
}

export function after(now: Millis, span: Millis): Millis {
  return (now + span) as Millis;
}

/** The first of several deadlines; `null` stands for a timer that does not run. */
export function earliest(...deadlines: readonly (Millis | null)[]): Millis | null {
  let first: Millis | null = null;
  for (const deadline of deadlines) {
    if (deadline !== null && (first === null || deadline < first)) first = deadline;
  }
  return first;
}

export function isDue(deadline: Millis | null, now: Millis): boolean {
  return deadline !== null && deadline <= now;
}
