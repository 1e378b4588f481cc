import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Something that `npm run fuzz` feeds with octets until it shows a fault. */
export interface FuzzTarget {
  readonly name: string;
  /** The folder for inputs that showed one; a unit test runs them again. */
  readonly crashes: string;
  /** Inputs to begin with, good and bad. */
  seeds(): readonly Uint8Array[];
  /** A new input that has the right shape in most places. */
  generate(random: Random): Uint8Array;
  /** Puts right what stops an input at the first check, such as lengths. */
  repair(input: Uint8Array): Uint8Array;
  /** Throws when the input shows a fault. */
  run(input: Uint8Array): void;
}

/** Numbers that look like chance and come again with the same seed. */
export interface Random {
  /** A whole number from 0 to below `end`. */
  below(end: number): number;
}

/** An input that once showed a fault. */
export interface SavedInput {
  readonly name: string;
  readonly octets: Uint8Array;
}

/** The inputs in a folder: hexadecimal, with comments from `#` to the end of the line. */
export function savedInputs(folder: string): readonly SavedInput[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.hex'));
  return names.sort().map((name) => {
    const text = readFileSync(join(folder, name), 'utf8').replaceAll(/#.*$/gm, '').replaceAll(/\s/g, '');
    return { name, octets: Uint8Array.from(Buffer.from(text, 'hex')) };
  });
}
