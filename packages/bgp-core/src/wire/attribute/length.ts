import { UpdateError } from '../../error.ts';
import type { AttributeFault } from './codec.ts';

/** The fault of a value that has not exactly so many octets. */
export function wrongLength(start: number, end: number, expected: number): AttributeFault | null {
  return end - start === expected ? null : lengthFault(end - start, `${expected}`);
}

/** The fault of a list without entries or with a part of one (RFC 7606 §7.8). */
export function wrongMultiple(start: number, end: number, entry: number): AttributeFault | null {
  const length = end - start;
  return length > 0 && length % entry === 0 ? null : lengthFault(length, `a multiple of ${entry}`);
}

function lengthFault(length: number, expected: string): AttributeFault {
  return { subcode: UpdateError.attributeLengthError, text: `has ${length} octets, not ${expected}` };
}
