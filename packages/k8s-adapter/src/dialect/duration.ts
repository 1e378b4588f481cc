import { seconds } from '@fairlead/inet';
import type { Seconds } from '@fairlead/inet';
import type { Fields } from './fields.ts';

/** Reads a duration as Go writes it, like `90s` or `1m30s`. What is beyond whole seconds is refused, or cut off. */
export function readSeconds(
  fields: Fields,
  name: string,
  fraction: 'refused' | 'cut' = 'refused',
): Seconds | null {
  const text = fields.text(name);
  if (text === null) return null;
  const value = parseDuration(text);
  if (value === null) {
    fields.invalid(name, text, `is "${text}", but must be a duration like 90s or 1m30s`);
    return null;
  }
  const whole = fraction === 'cut' && value >= 1 ? Math.floor(value) : value;
  if (whole < 0 || !Number.isSafeInteger(whole)) {
    fields.invalid(name, text, `is ${text}, but must be whole seconds and not negative`);
    return null;
  }
  return seconds(whole);
}

/** The seconds of a duration in Go's notation, or `null`. */
export function parseDuration(text: string): number | null {
  if (text === '0') return 0;
  const match = /^(?<sign>[+-]?)(?<parts>(?:\d+(?:\.\d*)?(?:ns|us|µs|ms|s|m|h))+)$/.exec(text);
  if (match?.groups === undefined) return null;
  let nanoseconds = 0;
  for (const [, amount = '', unit = ''] of (match.groups['parts'] ?? '').matchAll(/(\d+(?:\.\d*)?)(\D+)/g)) {
    nanoseconds += Math.round(Number(amount) * (NANOSECONDS.get(unit) ?? NaN));
  }
  const value = nanoseconds / 1e9;
  return match.groups['sign'] === '-' ? -value : value;
}

const NANOSECONDS: ReadonlyMap<string, number> = new Map([
  ['ns', 1],
  ['us', 1e3],
  ['µs', 1e3],
  ['ms', 1e6],
  ['s', 1e9],
  ['m', 60e9],
  ['h', 3600e9],
]);
