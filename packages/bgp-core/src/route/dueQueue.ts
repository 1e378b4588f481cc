import type { AttributeSet } from './attributeSets.ts';

/** The ends of a list of slots, or -1 where it is empty. */
export interface DueList {
  first: number;
  last: number;
}

/**
 * The paths that a peer is to be told of: those to withdraw, and for each attribute set those to announce with it, in the
 * order in which they became due. A path is in one list at most; joining and leaving cost the same for any number.
 */
export class DueQueue {
  /** The slot behind each in its list, or -1. */
  next: Int32Array = new Int32Array(0);
  #previous = new Int32Array(0);
  #flags = new Uint8Array(0);
  readonly withdrawals: DueList = { first: -1, last: -1 };
  /** Sets with paths, in the order in which they got their first; those before the start are done. */
  #sets: AttributeSet[] = [];
  #start = 0;
  #size = 0;
  #owed = 0;

  /** How many paths are due. */
  get size(): number {
    return this.#size;
  }

  /** How many of them have waited since `owe` was called. */
  get owed(): number {
    return this.#owed;
  }

  grow(capacity: number): void {
    if (capacity <= this.#flags.length) return;
    this.next = longer(this.next, new Int32Array(capacity));
    this.#previous = longer(this.#previous, new Int32Array(capacity));
    this.#flags = longer(this.#flags, new Uint8Array(capacity));
  }

  /** Another path has the slot from now on. */
  reset(slot: number): void {
    this.#flags[slot] = 0;
  }

  announce(slot: number, set: AttributeSet): void {
    this.#append(set, slot, LINKED);
    this.queue(set);
  }

  /** Puts a path in line for a session to come, which owes it and tells by `queue` or `drop` whether it sends the set. */
  prepare(slot: number, set: AttributeSet): void {
    if (!this.#has(slot, OWED)) this.#owed++;
    this.#append(set, slot, LINKED | OWED);
  }

  /** Lets a set have its turn, if it has paths. */
  queue(set: AttributeSet): void {
    if (set.isQueued || set.first < 0) return;
    this.#sets.push(set);
    set.isQueued = true;
  }

  /** Takes all paths of a set out of its list. */
  drop(set: AttributeSet): void {
    this.told(set);
  }

  withdraw(slot: number): void {
    this.#append(this.withdrawals, slot, LINKED | WITHDRAWING);
  }

  /** Takes a path out of its list, if it is in one; `set` is the one that it would be announced with. */
  leave(slot: number, set: AttributeSet | null): void {
    if (!this.#has(slot, LINKED)) return;
    const list = this.#has(slot, WITHDRAWING) ? this.withdrawals : set;
    if (list !== null) this.#remove(list, slot);
    this.#unflag(slot, LINKED | WITHDRAWING);
    this.#size--;
  }

  /** The peer has what it should of a path that is in no list. */
  settled(slot: number): void {
    if (this.#has(slot, OWED)) this.#owed--;
    this.#unflag(slot, OWED | RESEND);
  }

  /** The peer was told of the paths in a list that stand before a slot, or of all. */
  told(list: DueList, before = -1): void {
    const { next } = this;
    const flags = this.#flags;
    let count = 0;
    let owed = 0;
    for (let slot = list.first; slot !== before; slot = next[slot] as number) {
      if (((flags[slot] as number) & OWED) !== 0) owed++;
      flags[slot] = 0;
      count++;
    }
    this.#size -= count;
    this.#owed -= owed;
    list.first = before;
    if (before < 0) list.last = -1;
    else this.#previous[before] = -1;
  }

  /** To be sent although the peer has it. */
  isResent(slot: number): boolean {
    return this.#has(slot, RESEND);
  }

  resend(slot: number): void {
    this.#flag(slot, RESEND);
  }

  /** What is owed of a path that is in no list is owed of another one from now on. */
  handOver(from: number, to: number): void {
    const inherited = (this.#flags[from] as number) & (OWED | RESEND);
    this.#unflag(from, inherited);
    this.#flag(to, inherited);
  }

  /** Counts everything that is due now as owed. */
  owe(): void {
    const flags = this.#flags;
    this.#owed = 0;
    for (let slot = 0; slot < flags.length; slot++) {
      const own = flags[slot] as number;
      const isDue = (own & LINKED) !== 0;
      flags[slot] = isDue ? own | OWED : own & ~OWED;
      if (isDue) this.#owed++;
    }
  }

  /** The set at the front that still has paths. */
  nextSet(): AttributeSet {
    for (;;) {
      const set = this.#sets[this.#start];
      if (set === undefined) throw new Error('paths are due and no set has them');
      if (set.first >= 0) return set;
      set.isQueued = false;
      this.#start++;
      if (this.#start * 2 > this.#sets.length) {
        this.#sets = this.#sets.slice(this.#start);
        this.#start = 0;
      }
    }
  }

  /** Nothing is due any more. */
  clear(): void {
    for (const set of this.#sets) {
      set.first = set.last = -1;
      set.isQueued = false;
    }
    this.#sets = [];
    this.withdrawals.first = this.withdrawals.last = -1;
    this.#start = this.#size = this.#owed = 0;
    this.#flags.fill(0);
  }

  #append(list: DueList, slot: number, flags: number): void {
    const { last } = list;
    this.#previous[slot] = last;
    this.next[slot] = -1;
    if (last < 0) list.first = slot;
    else this.next[last] = slot;
    list.last = slot;
    this.#flag(slot, flags);
    this.#size++;
  }

  #remove(list: DueList, slot: number): void {
    const next = this.next[slot] as number;
    const previous = this.#previous[slot] as number;
    if (previous < 0) list.first = next;
    else this.next[previous] = next;
    if (next < 0) list.last = previous;
    else this.#previous[next] = previous;
  }

  #has(slot: number, flag: number): boolean {
    return ((this.#flags[slot] as number) & flag) !== 0;
  }

  #flag(slot: number, flags: number): void {
    this.#flags[slot] = (this.#flags[slot] as number) | flags;
  }

  #unflag(slot: number, flags: number): void {
    this.#flags[slot] = (this.#flags[slot] as number) & ~flags;
  }
}

function longer<Column extends Int32Array | Uint8Array>(column: Column, copy: Column): Column {
  copy.set(column);
  return copy;
}

/** In a list. */
const LINKED = 1;
/** In the list of withdrawals. */
const WITHDRAWING = 2;
/** Was due when `owe` was called and still is. */
const OWED = 4;
/** To be sent although the peer has it. */
const RESEND = 8;
