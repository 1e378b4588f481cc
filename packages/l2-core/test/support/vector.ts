import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The octets of a file of hexadecimal digits; lines that start with # say where they are from. */
export function vector(name: string): Uint8Array {
  return octets(readFileSync(join(FOLDER, `${name}.hex`), 'utf8').replaceAll(/^#.*$/gm, ''));
}

/** The octets that hexadecimal digits stand for, however they are spaced. */
export function octets(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(/\s+/g, ''), 'hex'));
}

export function vectorNames(): readonly string[] {
  return readdirSync(FOLDER).map((file) => file.replace(/\.hex$/, ''));
}

const FOLDER = join(import.meta.dirname, '../vectors');
