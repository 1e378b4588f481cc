import type { Wanted } from './report/wanted.ts';

/** Measures something and reports each figure when it has it; throws when it could not be carried out. */
export type Benchmark = (report: Report) => Promise<void> | void;

/** Where a benchmark says what it found. */
export interface Report {
  readonly line: (line: Line) => void;
  /** Names what was left out and what would enable it. */
  readonly skip: (what: string, reason: string) => void;
  /** Says on what the figures below were measured. */
  readonly note: (text: string) => void;
}

/** One figure. */
export interface Line {
  readonly what: string;
  readonly value: number;
  /** As it is printed behind the value: `ms`, `NLRI/s`, `MB`, `%`. */
  readonly unit: string;
  /** A peer or a limit, measured in the same run and in the same unit; the ratio printed is the value by this one. */
  readonly peer?: Peer | null;
  readonly wanted?: readonly Wanted[];
}

export interface Peer {
  readonly name: string;
  readonly value: number;
}
