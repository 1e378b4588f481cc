import { remedy, sentence } from '../decide/reason.ts';
import type { Verdict } from '../decide/reason.ts';

/** A verdict as JSON output has it. */
export interface VerdictDocument {
  readonly reason: string;
  readonly details: Readonly<Record<string, string | number>>;
  readonly message: string;
  /** What to do about it; empty where nothing is wrong. */
  readonly remedy: string;
}

export function verdictDocument(verdict: Verdict): VerdictDocument {
  const { reason, details } = verdict;
  return { reason, details, message: sentence(verdict), remedy: remedy(verdict) };
}
