import { remedy } from '../decide/reason.ts';
import type { Verdict } from '../decide/reason.ts';

/** Why something is as it is. */
export interface Explanation {
  /** Like `Service default/web`. */
  readonly subject: string;
  /** The whole of it in one sentence. */
  readonly summary: string;
  /** Whether it works. */
  readonly isGood: boolean;
  readonly sections: readonly Section[];
}

export interface Section {
  readonly title: string;
  readonly verdicts: readonly Verdict[];
}

/** A verdict that leaves nothing to do. */
export function isGood(verdict: Verdict): boolean {
  return remedy(verdict) === '';
}

export function section(title: string, verdicts: readonly Verdict[]): readonly Section[] {
  return verdicts.length === 0 ? [] : [{ title, verdicts }];
}

/** `1 node`, `2 nodes` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
