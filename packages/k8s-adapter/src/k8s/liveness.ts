import { after, isDue, millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import type { LeaseRecord } from './leaseRecord.ts';

/**
 * Who is alive, from the Leases that each renews. Time is that of the observer: a Lease is stale when the observer saw it
 * unchanged for its whole duration, whatever the clocks of others say.
 */
export class Liveness {
  readonly #known = new Map<string, Known>();

  /** A Lease as it is now; equal to the last one means nothing. */
  observe(name: string, record: LeaseRecord, now: Millis): void {
    const known = this.#known.get(name);
    if (known?.record.renewTime === record.renewTime && known.record.holder === record.holder) return;
    this.#known.set(name, { record, seenAt: now, isRenewed: known !== undefined });
  }

  forget(name: string): void {
    this.#known.delete(name);
  }

  /** Those whose Lease is held and not stale. */
  alive(now: Millis): ReadonlySet<string> {
    const alive = new Set<string>();
    for (const [name, known] of this.#known) if (isAlive(known, now)) alive.add(name);
    return alive;
  }

  /**
   * Whether every Lease found at the start has since been renewed or gone stale. Before that a dead speaker cannot be told from a
   * live one, so an observer may see other candidates than those who have watched for longer.
   */
  isSettled(now: Millis): boolean {
    return [...this.#known.values()].every((known) => known.isRenewed || !isAlive(known, now));
  }

  /** When the next Lease goes stale unless it is renewed. */
  nextDeadline(now: Millis): Millis | null {
    let next: Millis | null = null;
    for (const known of this.#known.values()) {
      const deadline = staleAt(known);
      if (isAlive(known, now) && (next === null || deadline < next)) next = deadline;
    }
    return next;
  }
}

interface Known {
  readonly record: LeaseRecord;
  readonly seenAt: Millis;
  readonly isRenewed: boolean;
}

function isAlive(known: Known, now: Millis): boolean {
  return known.record.holder !== null && !isDue(staleAt(known), now);
}

function staleAt({ record, seenAt }: Known): Millis {
  return after(seenAt, millis(record.duration));
}
