import { nearest } from '../model/nearest.ts';

/** The end of a sentence about a name that does not exist: the one that was probably meant. */
export function suggestion(name: string, known: readonly string[]): string {
  const close = nearest(name, known);
  return close === null ? '; --help lists them all' : `; do you mean ${close}?`;
}
