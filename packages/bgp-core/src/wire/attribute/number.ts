/** Four octets; throws `RangeError` naming the field when the value does not fit them. */
export function fourOctets(value: number, field: string): Uint8Array {
  requireU32(value, field);
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

export function requireU32(value: number, field: string): void {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new RangeError(`${field} is a number from 0 to 4294967295, not ${value}`);
  }
}
