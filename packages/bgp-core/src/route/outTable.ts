import type { UnicastFamily } from '../family.ts';
import { maximumMessageLength } from '../wire/context.ts';
import { AttributeSets } from './attributeSets.ts';
import type { AttributeSet } from './attributeSets.ts';
import { DueQueue } from './dueQueue.ts';
import type { DueList } from './dueQueue.ts';
import { exportAttributes, isSameExport } from './exportAttributes.ts';
import type { Exported } from './exportAttributes.ts';
import type { OutSession } from './outSession.ts';
import { packAnnounce, packWithdraw } from './packUpdate.ts';
import type { Chain, MessageBuffer } from './packUpdate.ts';
import { grown } from './pathColumns.ts';
import { PathTable } from './pathTable.ts';
import { PrefixKey } from './prefixKey.ts';
import type { StagedRoutes } from './stagedRoutes.ts';

/**
 * For each path of a family the attribute set that is wanted and the one that the peer has; where they differ the path is
 * due. A peer that takes one path to a prefix gets the one with the lowest identifier.
 */
export class OutTable {
  readonly family: UnicastFamily;
  readonly sets: AttributeSets;
  readonly paths: PathTable;
  readonly #due = new DueQueue();
  /** Numbers of sets by slot, 0 for none. */
  #wanted: Uint32Array = new Uint32Array(0);
  #sent: Uint32Array = new Uint32Array(0);
  readonly #key = new PrefixKey();
  #session: OutSession | null = null;
  #compared: { readonly before: Exported; readonly after: Exported; readonly isSame: boolean } | null = null;
  /** Whether every path counts and not the first to a prefix alone; without a session, each may. */
  #addPath = true;
  #size = 0;

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
    return this.#session === null ? 0 : this.#due.size;
  }

  /** How many of them have waited since `owe` was called. */
  get owed(): number {
    return this.#due.owed;
  }

  /** The set that is wanted for the path in a slot, or `null`. */
  wantedSet(slot: number): AttributeSet | null {
    return this.paths.isUsed(slot) ? this.sets.get(this.#wanted[slot] as number) : null;
  }

  /** How many paths are wanted with each set. */
  wantedCounts(): ReadonlyMap<AttributeSet, number> {
    const counts = new Map<AttributeSet, number>();
    for (let slot = 0; slot < this.paths.end; slot++) {
      const set = this.wantedSet(slot);
      if (set !== null) counts.set(set, (counts.get(set) ?? 0) + 1);
    }
    return counts;
  }

  /** Wants a path with a set; `false` when it is wanted so already. */
  announce(key: PrefixKey, pathId: number, set: AttributeSet): boolean {
    return this.#want(this.#slotOf(key, pathId), set);
  }

  /** Wants a path no more; `false` when it was not wanted. */
  withdraw(key: PrefixKey, pathId: number): boolean {
    const slot = this.paths.find(key, pathId);
    if (slot < 0 || this.#wanted[slot] === 0) return false;
    this.#withdrawSlot(slot);
    return true;
  }

  /** Wants these paths and no others; of two with the same prefix and identifier the later. */
  replace({ blocks, count }: StagedRoutes): Difference {
    const kept = new Uint8Array(this.paths.end);
    this.paths.reserve(count);
    let announced = 0;
    for (const block of blocks) {
      for (let i = 0; i < block.count; i++) {
        const set = this.sets.get(block.sets[i] as number);
        const slot = this.#slotOf(block.paths.keyOf(i, this.#key), block.paths.pathId(i));
        if (slot < kept.length) kept[slot] = 1;
        if (set !== null && this.#want(slot, set)) announced++;
      }
    }
    const withdrawn = this.#sweep(kept);
    return { announced, withdrawn, unchanged: this.#size - announced };
  }

  /** Routes that were staged hold their sets no more. */
  letGo({ blocks }: StagedRoutes): void {
    for (const { sets, count } of blocks) for (let i = 0; i < count; i++) this.#release(sets[i] as number);
  }

  /** Withdraws the paths of the first slots that are not marked; how many they are. */
  #sweep(kept: Uint8Array): number {
    let swept = 0;
    for (let slot = 0; slot < kept.length; slot++) {
      if (kept[slot] === 1 || this.wantedSet(slot) === null) continue;
      this.#withdrawSlot(slot);
      swept++;
    }
    return swept;
  }

  /**
   * The peer has nothing, and everything that is wanted is due. It was put in line when it was wanted or the last session
   * ended, so that the first route waits for no walk through the table.
   */
  established(session: OutSession): void {
    this.#session = session;
    this.#addPath = session.context.addPath.send.has(this.family);
    for (const set of this.sets.all()) {
      set.exported = exportAttributes(set.attributes, this.family, session);
      if (set.exported.kind === 'attributes') this.#due.queue(set);
      else this.#due.drop(set);
    }
    if (this.#addPath || this.paths.size === this.paths.prefixes) return;
    for (let slot = 0; slot < this.paths.end; slot++) {
      if (!this.paths.isUsed(slot) || this.paths.isFirst(slot)) continue;
      this.#leave(slot);
      this.#due.settled(slot);
    }
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
      const sent = this.paths.isUsed(slot) ? this.sets.get(this.#sent[slot] as number) : null;
      // What the peer has is what the set meant before.
      if (sent !== null && changed.has(sent)) this.#due.resend(slot);
      else if (set === null || !changed.has(set)) continue;
      if (set === null) continue;
      this.#leave(slot);
      this.#settle(slot);
    }
  }

  /** There is nobody to tell; what the peer had is forgotten, and everything that is wanted waits for the next session. */
  disconnected(): void {
    this.#session = null;
    this.#addPath = true;
    this.#due.clear();
    for (let slot = 0; slot < this.paths.end; slot++) {
      if (!this.paths.isUsed(slot)) continue;
      this.#refer(this.#sent, slot, null);
      this.#settle(slot);
    }
  }

  /** Counts everything that is due now as owed. */
  owe(): void {
    this.#due.owe();
  }

  /** Makes what the peer has due once more. */
  resend(): void {
    for (let slot = 0; slot < this.paths.end; slot++) {
      if (!this.paths.isUsed(slot) || this.#sent[slot] === 0 || this.#wanted[slot] === 0) continue;
      this.#leave(slot);
      this.#due.resend(slot);
      this.#settle(slot);
    }
  }

  /** Writes the next UPDATE that is due; `false` when there is none. */
  write(buffer: MessageBuffer): boolean {
    if (this.#session === null || this.#due.size === 0) return false;
    const maximum = maximumMessageLength(this.#session.context);
    if (this.#due.withdrawals.first >= 0) this.#writeWithdrawals(buffer, maximum);
    else this.#writeSet(buffer, maximum, this.#due.nextSet());
    return true;
  }

  #writeWithdrawals(buffer: MessageBuffer, maximum: number): void {
    const { withdrawals } = this.#due;
    const chain = this.#chain(withdrawals);
    const { first } = withdrawals;
    packWithdraw(buffer, maximum, this.family, chain);
    this.#due.told(withdrawals, chain.slot);
    for (let slot = first; slot !== chain.slot;) {
      const next = this.#due.next[slot] as number;
      this.#refer(this.#sent, slot, null);
      if (this.#wanted[slot] === 0) this.paths.remove(slot);
      slot = next;
    }
  }

  #writeSet(buffer: MessageBuffer, maximum: number, set: AttributeSet): void {
    if (set.exported?.kind !== 'attributes') return;
    const chain = this.#chain(set);
    const { first } = set;
    packAnnounce(buffer, maximum, this.family, chain, set.exported);
    this.#due.told(set, chain.slot);
    this.#sentWith(set, first, chain.slot);
  }

  /** The peer has a chain of paths up to a slot with a set. */
  #sentWith(set: AttributeSet, first: number, before: number): void {
    const sent = this.#sent;
    const { next } = this.#due;
    for (let slot = first; slot !== before; slot = next[slot] as number) {
      const former = sent[slot] as number;
      if (former === set.id) continue;
      sent[slot] = set.id;
      set.references++;
      if (former !== 0) this.#release(former);
    }
  }

  #chain(list: DueList): Chain {
    return { paths: this.paths, next: this.#due.next, addPath: this.#addPath, slot: list.first };
  }

  /** The slot of a path, which is added where there is none. */
  #slotOf(key: PrefixKey, pathId: number): number {
    const slot = this.paths.find(key, pathId);
    return slot < 0 ? this.#add(key, pathId) : slot;
  }

  /** Wants the path in a slot with a set; `false` when it is wanted so already. */
  #want(slot: number, set: AttributeSet): boolean {
    if (this.#wanted[slot] === set.id) return false;
    this.#leave(slot);
    if (this.#wanted[slot] === 0) this.#size++;
    this.#refer(this.#wanted, slot, set);
    this.#settle(slot);
    return true;
  }

  #add(key: PrefixKey, pathId: number): number {
    const former = this.paths.first(key);
    const slot = this.paths.add(key, pathId);
    if (this.paths.capacity > this.#wanted.length) this.#grow();
    this.#wanted[slot] = this.#sent[slot] = 0;
    this.#due.reset(slot);
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
    this.#due.handOver(from, to);
  }

  /** Puts a path that is in no list into the one where it belongs, if it does in any. */
  #settle(slot: number): void {
    const set = this.#dueSet(slot);
    if (set !== null && this.#session === null) {
      this.#due.prepare(slot, set);
    } else if (set !== null && (this.#due.isResent(slot) || !this.#has(slot, set))) {
      this.#due.announce(slot, set);
    } else if (set === null && this.#sent[slot] !== 0) {
      this.#due.withdraw(slot);
    } else {
      this.#due.settled(slot);
      if (this.#wanted[slot] === 0) this.paths.remove(slot);
    }
  }

  /** Whether the peer has a path as a set makes it: with that set, or with another that this session sends alike. */
  #has(slot: number, set: AttributeSet): boolean {
    const sent = this.#sent[slot] as number;
    if (sent === set.id || sent === 0) return sent === set.id;
    const [before, after] = [this.sets.get(sent)?.exported ?? null, set.exported];
    if (before === null || after === null) return false;
    // Neighbours in the table mostly change alike.
    if (this.#compared?.before !== before || this.#compared.after !== after)
      this.#compared = { before, after, isSame: isSameExport(before, after) };
    if (this.#compared.isSame) this.#refer(this.#sent, slot, set);
    return this.#compared.isSame;
  }

  /** The set that the peer should have for a path, or `null` for none; what a session would make of it is not known before. */
  #dueSet(slot: number): AttributeSet | null {
    const set = this.wantedSet(slot);
    if (this.#session === null) return set;
    if (set === null || !(this.#addPath || this.paths.isFirst(slot))) return null;
    return this.#exported(set, this.#session).kind === 'attributes' ? set : null;
  }

  #exported(set: AttributeSet, session: OutSession): Exported {
    set.exported ??= exportAttributes(set.attributes, this.family, session);
    return set.exported;
  }

  /** Takes a path out of the list that it is in; its wanted set must be the one that put it there. */
  #leave(slot: number): void {
    this.#due.leave(slot, this.wantedSet(slot));
  }

  /** Sets the number of a set in a column, and counts who refers to whom. */
  #refer(column: Uint32Array, slot: number, set: AttributeSet | null): void {
    const former = column[slot] as number;
    column[slot] = set === null ? 0 : set.id;
    if (set !== null) set.references++;
    if (former !== 0) this.#release(former);
  }

  #release(id: number): void {
    const set = this.sets.get(id);
    if (set !== null) this.sets.release(set);
  }

  #grow(): void {
    const { capacity } = this.paths;
    this.#wanted = grown(this.#wanted, capacity);
    this.#sent = grown(this.#sent, capacity);
    this.#due.grow(capacity);
  }
}

/** How many paths a new set of routes adds or changes, removes and leaves. */
export interface Difference {
  readonly announced: number;
  readonly withdrawn: number;
  readonly unchanged: number;
}
