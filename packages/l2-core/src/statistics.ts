import { DROP_REASONS } from './reason.ts';
import type { Verdict } from './reason.ts';

/** How many frames met which fate since the responder was made. */
export interface Statistics {
  /** Received frames by what became of them. */
  readonly received: Readonly<Record<Verdict, number>>;
  /** Frames sent unasked: announcements and probes. */
  readonly unasked: number;
}

export function noVerdicts(): Record<Verdict, number> {
  return { ...NONE };
}

const NONE = Object.fromEntries(
  ['replied', 'conflict', 'handover', ...DROP_REASONS].map((verdict) => [verdict, 0]),
) as Record<Verdict, number>;
