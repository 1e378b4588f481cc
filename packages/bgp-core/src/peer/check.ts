/** Runs a check of one field; what it throws names the field. */
export function inField<T>(field: string, check: () => T): T {
  try {
    return check();
  } catch (cause) {
    if (cause instanceof RangeError) throw new RangeError(`${field}: ${cause.message}`, { cause });
    throw cause;
  }
}

export function wholeNumber(field: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(`${field}: must be a whole number from ${least} to ${most}, not ${value}`);
}

/** A time in seconds, fractions allowed, as milliseconds. */
export function span(field: string, value: number): number {
  if (Number.isFinite(value) && value >= 0) return value * 1000;
  throw new RangeError(`${field}: must be a number of seconds from 0 on, not ${value}`);
}

export function oneOf<T extends string>(field: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found !== undefined) return found;
  throw new RangeError(`${field}: must be one of ${allowed.join(', ')}, not "${value}"`);
}

export function flag(field: string, value: boolean): boolean {
  if (typeof value === 'boolean') return value;
  throw new TypeError(`${field}: must be true or false, not ${JSON.stringify(value)}`);
}

/** Fields that belong together. */
export function record<T extends object>(field: string, value: T): T {
  if (typeof value === 'object' && !Array.isArray(value)) return value;
  throw new TypeError(`${field}: must be an object with fields, not ${JSON.stringify(value)}`);
}

/** Refuses what is not in the list, so that a slip of the pen is not taken for a default. */
export function onlyFields(what: string, value: object, allowed: readonly string[]): void {
  const unknown = Object.keys(value).filter((field) => !allowed.includes(field));
  if (unknown.length === 0) return;
  throw new TypeError(`${what} has no "${unknown.join('", "')}"; there are ${allowed.join(', ')}`);
}
