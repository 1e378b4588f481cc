import { after, earliest, isDue } from '@fairlead/inet';
import type { IpAddress, Millis } from '@fairlead/inet';
import { standingOf } from '../decide/standing.ts';
import type { Standing } from '../decide/standing.ts';
import type { HostLink } from '../model/link.ts';
import type { MemberRecord } from './memberRecord.ts';

/**
 * Who is alive, from the Leases that each renews. Time is that of the observer, and it stands still while the observer does not
 * see its own renewals come back: without the API server nobody dies. A Lease is stale when it was seen unchanged for its
 * whole duration, whatever the clocks of others say.
 */
export class Liveness {
  readonly #self: string;
  readonly #known = new Map<string, Known>();
  /** When our own renewal was last seen; all others before it have been seen, too. */
  #contactAt: Millis | null = null;
  #hasGathered = false;
  #revision = 0;

  constructor(self: string) {
    this.#self = self;
  }

  /** A Lease as it is now; equal to the last one means nothing. */
  observe(name: string, record: MemberRecord, now: Millis): void {
    const known = this.#known.get(name);
    const saysOther = wordsOf(known?.record) !== wordsOf(record);
    const isSame = known?.record.renewTime === record.renewTime && known.record.holder === record.holder;
    if (isSame && !saysOther) return;
    if (saysOther) this.#revision++;
    this.#known.set(name, { record, seenAt: now, isRenewed: known !== undefined });
    if (name === this.#self) this.#contact(record.duration, now);
    this.#hasGathered ||= this.#isMember && !this.#isAnyoneArriving;
  }

  forget(name: string): void {
    this.#known.delete(name);
  }

  /** Those whose Lease is held and was not stale when we last knew. */
  get alive(): ReadonlySet<string> {
    const alive = new Set<string>();
    for (const [name, known] of this.#known) if (this.#isAlive(known)) alive.add(name);
    return alive;
  }

  /** When the first of those who are alive is dead, if it is not heard of by then; `null` where there are no others. */
  get nextExpiry(): Millis | null {
    let first: Millis | null = null;
    for (const [name, known] of this.#known) {
      if (name !== this.#self && this.#isAlive(known)) first = earliest(first, expiryOf(known));
    }
    return first;
  }

  /** The interfaces of every other speaker that has a Lease, alive or not: what it sent last may still be on the wire. */
  get otherLinks(): ReadonlyMap<string, readonly HostLink[]> {
    const others = [...this.#known].filter(([name]) => name !== this.#self);
    return new Map(others.map(([name, { record }]) => [name, record.links]));
  }

  /** Another number when somebody has other interfaces, or owns other addresses, than before. */
  get revision(): number {
    return this.#revision;
  }

  /**
   * What to elect by; ages count in the steps given. What we own ourselves is what we know and not what our Lease said when it was
   * seen last: who believes of itself what it thought a moment ago turns round for ever.
   */
  standing(steps: readonly number[], owned: readonly IpAddress[]): Standing {
    const members = [...this.#known].filter(([, known]) => this.#isAlive(known));
    return standingOf(
      members.map(([node, { record }]) => ({
        node,
        age: record.age,
        since: record.acquireTime,
        owned: node === this.#self ? owned : record.owned,
        links: record.links,
      })),
      steps,
    );
  }

  /**
   * Whether every Lease found at the start has since been renewed or gone stale. Before that a dead speaker cannot be told from a
   * live one, so an observer may see other candidates than those who have watched for longer.
   */
  get isSettled(): boolean {
    if (this.#contactAt === null) return false;
    return [...this.#known.entries()].every(
      ([name, known]) => name === this.#self || known.isRenewed || !this.#isAlive(known),
    );
  }

  /**
   * Whether we were a member when everybody else who was there was one, too: from then on what we see is what others see. Those who
   * start together would otherwise take everything one after the other.
   */
  get hasGathered(): boolean {
    return this.#hasGathered;
  }

  /** A Lease that was found may be of an earlier life. */
  get #isMember(): boolean {
    const own = this.#known.get(this.#self);
    return own !== undefined && own.isRenewed && own.record.holder !== null;
  }

  get #isAnyoneArriving(): boolean {
    return [...this.#known.values()].some((known) => known.record.holder === null && this.#isCurrent(known));
  }

  /** Whether others must still take us as alive. */
  isFresh(now: Millis): boolean {
    const own = this.#known.get(this.#self);
    if (own === undefined || own.record.holder === null) return false;
    return !isDue(after(own.seenAt, own.record.duration), now);
  }

  /** After a time without contact, others get a whole duration to be heard of again. */
  #contact(duration: Millis, now: Millis): void {
    const gap = this.#contactAt === null ? 0 : now - this.#contactAt;
    if (gap > duration * LONGEST_GAP) {
      for (const [name, known] of this.#known) {
        if (this.#isAlive(known)) this.#known.set(name, { ...known, seenAt: now });
      }
    }
    this.#contactAt = now;
  }

  #isAlive(known: Known): boolean {
    return known.record.holder !== null && this.#isCurrent(known);
  }

  #isCurrent(known: Known): boolean {
    return !isDue(expiryOf(known), this.#contactAt ?? known.seenAt);
  }
}

interface Known {
  readonly record: MemberRecord;
  readonly seenAt: Millis;
  readonly isRenewed: boolean;
}

function expiryOf({ record, seenAt }: Known): Millis {
  return after(seenAt, record.duration);
}

function wordsOf(record: MemberRecord | undefined): string {
  return JSON.stringify([record?.links, record?.owned]);
}

/** Of the duration of a Lease; a renewal takes a third of it, so that one more must still fit in. */
const LONGEST_GAP = 0.6;
