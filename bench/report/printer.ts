import type { Report } from '../benchmark.ts';
import { headRow, rowOf } from './table.ts';

/** A report that prints as it goes; the names of the columns stand above the first figure. */
export function printer(print: (text: string) => void = console.log): Report {
  let hasHead = false;
  return {
    line: (line) => {
      if (!hasHead) print(headRow());
      hasHead = true;
      print(rowOf(line));
    },
    skip: (what, reason) => {
      print(`  ${what}: skipped, ${reason}`);
    },
    note: (text) => {
      print(`  (${text})`);
    },
  };
}
