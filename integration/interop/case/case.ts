import type { DaemonName, Router } from '../router/router.ts';

/** One thing that a router and we must do together. */
export interface Case {
  /** A row of the matrix. */
  readonly feature: string;
  /** Where a router cannot do it, and why. */
  readonly lacks?: Readonly<Partial<Record<DaemonName, string>>>;
  /** Throws where it does not work. */
  readonly run: (router: Router) => Promise<void>;
}
