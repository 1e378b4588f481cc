import type { UnicastFamily } from '../family.ts';
import { maximumMessageLength } from '../wire/context.ts';
import { AttributeSets } from './attributeSets.ts';
import type { AttributeSet } from './attributeSets.ts';
import { DueLists } from './dueLists.ts';
import type { DueList } from './dueLists.ts';
import { exportAttributes, isSameExport } from './exportAttributes.ts';
import type { Exported } from './exportAttributes.ts';
import type { OutSession } from './outSession.ts';
import { packAnnounce, packWithdraw } from './packUpdate.ts';
import type { Chain, MessageBuffer } from './packUpdate.ts';
import { grown, PathTable } from './pathTable.ts';
import type { PrefixKey } from './prefixKey.ts';

/**
 * For each path of a family the attribute set that is wanted and the one that the peer has, and lists of the paths where
 * they differ. A peer that takes one path to a prefix gets the one with the lowest identifier.
 */
export class OutTable {
  readonly family: UnicastFamily;
  readonly sets: AttributeSets;
  readonly paths: PathTable;
  readonly #due = new DueLists();
  readonly #withdrawals: DueList = { first: -1, last: -1 };
  /** Sets with paths that are due, in the order in which they became so; those before the start are done. */
  #queue: AttributeSet[] = [];
  #queueStart = 0;
  /** Numbers of sets by slot, 0 for none. */
  #wanted: Uint32Array = new Uint32Array(0);
  #sent: Uint32Array = new Uint32Array(0);
  #flags = new Uint8Array(0);
  #session: OutSession | null = null;
  #addPath = false;
  #size = 0;
  #pending = 0;
  #owed = 0;

  constructor(family: UnicastFamily) {
    this.family = family;
    this.sets = new AttributeSets(family);
    this.paths = new PathTable(family === 'ipv4/unicast' ? 1 : 4);
  }

  /** How many paths are wanted. */
  get size(): number {
    return this.#size;
  }

  /** How many paths wait to be announced or withdrawn. */
  get pending(): number {
    return this.#pending;
  }

  /** How many of them have waited since `owe` was called. */
  get owed(): number {
    return this.#owed;
  }

  /** The set that is wanted for the path in a slot, or `null`. */
  wantedSet(slot: number): AttributeSet | null {
    return this.paths.isUsed(slot) ? this.sets.get(this.#wanted[slot] as number) : null;
  }

  /** Wants a path with a set; `false` when it is wanted so already. */
  announce(key: PrefixKey, pathId: number, set: AttributeSet): boolean {
    const found = this.paths.find(key, pathId);
    const slot = found < 0 ? this.#add(key, pathId) : found;
    this.#flag(slot, KEPT);
    if (this.#wanted[slot] === set.id) return false;
    this.#leave(slot);
    if (this.#wanted[slot] === 0) this.#size++;
    this.#refer(this.#wanted, slot, set);
    this.#settle(slot);
    return true;
  }

  /** Wants a path no more; `false` when it was not wanted. */
  withdraw(key: PrefixKey, pathId: number): boolean {
    const slot = this.paths.find(key, pathId);
    if (slot < 0 || this.#wanted[slot] === 0) return false;
    this.#withdrawSlot(slot);
    return true;
  }

  /** Begins a round at whose end `sweep` withdraws what was not announced in it. */
  beginRound(): void {
    for (let slot = 0; slot < this.paths.end; slot++) this.#unflag(slot, KEPT);
  }

  /** Withdraws what was not announced since the round began; how many paths that is. */
  sweep(): number {
    let swept = 0;
    for (let slot = 0; slot < this.paths.end; slot++) {
      if (this.wantedSet(slot) === null || this.#has(slot, KEPT)) continue;
      this.#withdrawSlot(slot);
      swept++;
    }
    return swept;
  }

  /** The peer has nothing, and everything that is wanted becomes due. */
  established(session: OutSession): void {
    this.#session = session;
    this.#addPath = session.context.addPath.send.has(this.family);
    for (const set of this.sets.all()) set.exported = null;
    for (let slot = 0; slot < this.paths.end; slot++) if (this.paths.isUsed(slot)) this.#settle(slot);
    this.owe();
  }

  /** The session means something else for routes from now on: those that go out differently become due. */
  renew(session: OutSession): void {
    this.#session = session;
    const changed = new Set<AttributeSet>();
    for (const set of this.sets.all()) {
      const before = set.exported;
      set.exported = null;
      if (before !== null && !isSameExport(before, this.#exported(set, session))) changed.add(set);
    }
    if (changed.size === 0) return;
    for (let slot = 0; slot < this.paths.end; slot++) {
      const set = this.wantedSet(slot);
      if (set === null || !changed.has(set)) continue;
      this.#leave(slot);
      if (this.#sent[slot] === set.id) this.#flag(slot, RESEND);
      this.#settle(slot);
    }
  }

  /** There is nobody to tell; what the peer had is forgotten. */
  disconnected(): void {
    this.#session = null;
    this.#queue = [];
    this.#queueStart = this.#pending = this.#owed = 0;
    this.#withdrawals.first = this.#withdrawals.last = -1;
    for (const set of this.sets.all()) {
      set.first = set.last = -1;
      set.isQueued = false;
    }
    for (let slot = 0; slot < this.paths.end; slot++) {
      if (!this.paths.isUsed(slot)) continue;
      this.#flags[slot] = 0;
      this.#refer(this.#sent, slot, null);
      if (this.#wanted[slot] === 0) this.paths.remove(slot);
    }
  }

  /** Counts everything that is due now as owed. */
  owe(): void {
    this.#owed = 0;
    for (let slot = 0; slot < this.paths.end; slot++) {
      this.#unflag(slot, OWED);
      if (!this.#has(slot, LINKED)) continue;
      this.#flag(slot, OWED);
      this.#owed++;
    }
  }

  /** Makes what the peer has due once more. */
  resend(): void {
    for (let slot = 0; slot < this.paths.end; slot++) {
      if (!this.paths.isUsed(slot) || this.#sent[slot] === 0 || this.#wanted[slot] === 0) continue;
      this.#leave(slot);
      this.#flag(slot, RESEND);
      this.#settle(slot);
    }
  }

  /** Writes the next UPDATE that is due; `false` when there is none. */
  write(buffer: MessageBuffer): boolean {
    if (this.#session === null || this.#pending === 0) return false;
    const maximum = maximumMessageLength(this.#session.context);
    if (this.#withdrawals.first >= 0) this.#writeWithdrawals(buffer, maximum);
    else this.#writeSet(buffer, maximum, this.#nextSet());
    return true;
  }

  #writeWithdrawals(buffer: MessageBuffer, maximum: number): void {
    const chain = this.#chain(this.#withdrawals);
    const { first } = this.#withdrawals;
    packWithdraw(buffer, maximum, this.family, chain);
    this.#due.cutBefore(this.#withdrawals, chain.slot);
    for (let slot = first; slot !== chain.slot;) {
      const next = this.#due.next[slot] as number;
      this.#told(slot, null);
      if (this.#wanted[slot] === 0) this.paths.remove(slot);
      slot = next;
    }
  }

  #writeSet(buffer: MessageBuffer, maximum: number, set: AttributeSet): void {
    if (set.exported?.kind !== 'attributes') return;
    const chain = this.#chain(set);
    const { first } = set;
    packAnnounce(buffer, maximum, this.family, chain, set.exported);
    this.#due.cutBefore(set, chain.slot);
    for (let slot = first; slot !== chain.slot; slot = this.#due.next[slot] as number) this.#told(slot, set);
  }

  /** The set at the front of the queue that still has paths to be sent. */
  #nextSet(): AttributeSet {
    for (;;) {
      const set = this.#queue[this.#queueStart];
      if (set === undefined) throw new Error('paths are due and no set has them');
      if (set.first >= 0) return set;
      set.isQueued = false;
      this.#queueStart++;
      if (this.#queueStart * 2 > this.#queue.length) {
        this.#queue = this.#queue.slice(this.#queueStart);
        this.#queueStart = 0;
      }
    }
  }

  #chain(list: DueList): Chain {
    return { paths: this.paths, next: this.#due.next, addPath: this.#addPath, slot: list.first };
  }

  #add(key: PrefixKey, pathId: number): number {
    const former = this.paths.first(key);
    const slot = this.paths.add(key, pathId);
    if (this.paths.capacity > this.#wanted.length) this.#grow();
    this.#wanted[slot] = this.#sent[slot] = this.#flags[slot] = 0;
    if (former < 0 || this.#addPath) return slot;
    if (this.#wanted[former] === 0) {
      this.#handOver(former, slot);
      this.paths.remove(former);
    } else if (this.paths.first(key) === slot) {
      this.#handOver(former, slot);
    }
    return slot;
  }

  #withdrawSlot(slot: number): void {
    const heir = this.#addPath || !this.paths.isFirst(slot) ? -1 : this.paths.next(slot);
    this.#leave(slot);
    this.#size--;
    this.#refer(this.#wanted, slot, null);
    if (heir >= 0) this.#handOver(slot, heir);
    this.#settle(slot);
    if (heir >= 0) this.#settle(heir);
  }

  /** Where one path to a prefix goes out, what the peer has of it counts for another path from now on. */
  #handOver(from: number, to: number): void {
    this.#leave(from);
    this.#leave(to);
    this.#refer(this.#sent, to, this.sets.get(this.#sent[from] as number));
    this.#refer(this.#sent, from, null);
    const inherited = (this.#flags[from] as number) & (OWED | RESEND);
    this.#flags[from] = (this.#flags[from] as number) & ~inherited;
    this.#flag(to, inherited);
  }

  /** Puts a path that is in no list into the one where it belongs, if it does in any. */
  #settle(slot: number): void {
    const set = this.#dueSet(slot);
    if (set !== null && (this.#sent[slot] !== set.id || this.#has(slot, RESEND))) {
      this.#link(set, slot, LINKED);
      if (!set.isQueued) this.#queue.push(set);
      set.isQueued = true;
    } else if (set === null && this.#sent[slot] !== 0) {
      this.#link(this.#withdrawals, slot, LINKED | WITHDRAWING);
    } else {
      this.#unowe(slot);
      this.#unflag(slot, RESEND);
      if (this.#wanted[slot] === 0) this.paths.remove(slot);
    }
  }

  /** The set that the peer should have for a path, or `null` for none. */
  #dueSet(slot: number): AttributeSet | null {
    if (this.#session === null) return null;
    const set = this.wantedSet(slot);
    if (set === null || !(this.#addPath || this.paths.isFirst(slot))) return null;
    return this.#exported(set, this.#session).kind === 'attributes' ? set : null;
  }

  #exported(set: AttributeSet, session: OutSession): Exported {
    set.exported ??= exportAttributes(set.attributes, this.family, session);
    return set.exported;
  }

  #link(list: DueList, slot: number, flags: number): void {
    this.#due.append(list, slot);
    this.#flag(slot, flags);
    this.#pending++;
  }

  /** Takes a path out of the list that it is in; its wanted set must be the one that put it there. */
  #leave(slot: number): void {
    if (!this.#has(slot, LINKED)) return;
    const list = this.#has(slot, WITHDRAWING) ? this.#withdrawals : this.wantedSet(slot);
    if (list !== null) this.#due.remove(list, slot);
    this.#unflag(slot, LINKED | WITHDRAWING);
    this.#pending--;
  }

  /** The peer was told of a path that was in front of its list. */
  #told(slot: number, set: AttributeSet | null): void {
    if (this.#sent[slot] !== (set === null ? 0 : set.id)) this.#refer(this.#sent, slot, set);
    this.#unowe(slot);
    this.#unflag(slot, LINKED | WITHDRAWING | RESEND);
    this.#pending--;
  }

  #unowe(slot: number): void {
    if (!this.#has(slot, OWED)) return;
    this.#unflag(slot, OWED);
    this.#owed--;
  }

  /** Sets the number of a set in a column, and counts who refers to whom. */
  #refer(column: Uint32Array, slot: number, set: AttributeSet | null): void {
    const former = this.sets.get(column[slot] as number);
    column[slot] = set === null ? 0 : set.id;
    if (set !== null) set.references++;
    if (former !== null) this.sets.release(former);
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

  #grow(): void {
    const { capacity } = this.paths;
    this.#wanted = grown(this.#wanted, capacity);
    this.#sent = grown(this.#sent, capacity);
    const flags = new Uint8Array(capacity);
    flags.set(this.#flags);
    this.#flags = flags;
    this.#due.grow(capacity);
  }
}

/** In a list of what is due. */
const LINKED = 1;
/** In the list of withdrawals. */
const WITHDRAWING = 2;
/** Was due when `owe` was called and still is. */
const OWED = 4;
/** To be sent although the peer has it. */
const RESEND = 8;
/** Announced since the round began. */
const KEPT = 16;
