import type { Prefix } from '@fairlead/inet';
import { FEWEST, grown, NO_PATH, PathColumns } from './pathColumns.ts';
import { PrefixKey } from './prefixKey.ts';

/**
 * Numbers the paths to prefixes of one family: each gets a slot, a small number that stays its own until it is removed, for
 * which others keep columns. Finding, adding and removing cost the same for any size; a path costs some 14 octets.
 */
export class PathTable {
  readonly #columns: PathColumns;
  /** The slot of the next path to the same prefix, plus 1, or 0; `null` while every prefix has one path. */
  #siblings: Uint32Array | null = null;
  /** The slot of the first path to a prefix, plus 1, at the place of the prefix's hash or soon behind. */
  #index: Uint32Array;
  #shift: number;
  readonly #seed: number;
  readonly #scratch = new PrefixKey();
  #prefixes = 0;
  #size = 0;
  #end = 0;
  /** The slot that was removed last, plus 1; its address is the one removed before. */
  #free = 0;

  /** Peers choose prefixes: a seed that they do not know keeps them from choosing collisions. */
  constructor(words: 1 | 4, seed = 0) {
    this.#columns = new PathColumns(words);
    this.#index = new Uint32Array(FEWEST * 2);
    this.#shift = Math.clz32(FEWEST * 2) + 1;
    this.#seed = seed | 0;
  }

  /** The words of an address: 1 for IPv4, 4 for IPv6. */
  get words(): 1 | 4 {
    return this.#columns.words;
  }

  /** Addresses by slot, so many words each. */
  get addresses(): Uint32Array {
    return this.#columns.addresses;
  }

  /** Prefix lengths by slot; 255 where there is no path. */
  get lengths(): Uint8Array {
    return this.#columns.lengths;
  }

  /** How many paths there are. */
  get size(): number {
    return this.#size;
  }

  /** How many prefixes there are, whatever the number of paths to each. */
  get prefixes(): number {
    return this.#prefixes;
  }

  /** How many slots columns need. */
  get capacity(): number {
    return this.#columns.capacity;
  }

  /** All slots in use are below. */
  get end(): number {
    return this.#end;
  }

  /** Makes room for so many paths at once, where there is less. */
  reserve(paths: number): void {
    if (paths > this.capacity) this.#grow(paths);
    if (paths * 2 > this.#index.length) this.#rehash(32 - Math.clz32(paths * 2 - 1));
  }

  isUsed(slot: number): boolean {
    return this.lengths[slot] !== NO_PATH;
  }

  /** The slot of a path, or -1. */
  find(key: PrefixKey, pathId: number): number {
    let slot = this.first(key);
    while (slot >= 0 && this.pathId(slot) !== pathId) slot = this.next(slot);
    return slot;
  }

  /** The slot of the path with the lowest identifier to a prefix, or -1. */
  first(key: PrefixKey): number {
    return (this.#index[this.#place(key)] as number) - 1;
  }

  /** The slot of the path with the next identifier to the same prefix, or -1. */
  next(slot: number): number {
    return this.#siblings === null ? -1 : (this.#siblings[slot] as number) - 1;
  }

  /** Whether a slot has the lowest identifier to its prefix. */
  isFirst(slot: number): boolean {
    return this.#siblings === null || this.first(this.keyOf(slot, this.#scratch)) === slot;
  }

  pathId(slot: number): number {
    return this.#columns.pathId(slot);
  }

  /** Adds a path that is not there. */
  add(key: PrefixKey, pathId: number): number {
    const slot = this.#take();
    this.#columns.write(slot, key, pathId);
    const place = this.#place(key);
    const first = (this.#index[place] as number) - 1;
    if (first < 0) {
      this.#index[place] = slot + 1;
      this.#prefixes++;
      if (this.#prefixes * 2 > this.#index.length) this.#rehash(33 - this.#shift);
    } else {
      this.#insertSibling(place, first, slot, pathId);
    }
    return slot;
  }

  remove(slot: number): void {
    const place = this.#place(this.keyOf(slot, this.#scratch));
    const first = (this.#index[place] as number) - 1;
    const next = this.next(slot);
    if (first === slot) {
      if (next >= 0) this.#index[place] = next + 1;
      else this.#vacate(place);
    } else {
      this.#unlinkSibling(first, slot);
    }
    if (this.#siblings !== null) this.#siblings[slot] = 0;
    this.lengths[slot] = NO_PATH;
    this.addresses[slot * this.words] = this.#free;
    this.#free = slot + 1;
    this.#size--;
  }

  /** The key of the path in a slot, written to `into`. */
  keyOf(slot: number, into: PrefixKey): PrefixKey {
    return this.#columns.keyOf(slot, into);
  }

  prefix(slot: number): Prefix {
    return this.#columns.prefix(slot);
  }

  #take(): number {
    this.#size++;
    if (this.#free > 0) {
      const slot = this.#free - 1;
      this.#free = this.addresses[slot * this.words] as number;
      return slot;
    }
    if (this.#end === this.lengths.length) this.#grow();
    return this.#end++;
  }

  #insertSibling(place: number, first: number, slot: number, pathId: number): void {
    this.#siblings ??= new Uint32Array(this.lengths.length);
    if (pathId < this.pathId(first)) {
      this.#siblings[slot] = first + 1;
      this.#index[place] = slot + 1;
      return;
    }
    let before = first;
    for (let next = this.next(first); next >= 0 && this.pathId(next) < pathId; next = this.next(next))
      before = next;
    this.#siblings[slot] = this.#siblings[before] as number;
    this.#siblings[before] = slot + 1;
  }

  #unlinkSibling(first: number, slot: number): void {
    if (this.#siblings === null) return;
    let before = first;
    while (this.next(before) !== slot) before = this.next(before);
    this.#siblings[before] = this.#siblings[slot] as number;
  }

  /** Where a prefix stands in the index, or the empty place where it would. */
  #place(key: PrefixKey): number {
    const mask = this.#index.length - 1;
    let place = this.#hash(key);
    for (;;) {
      const slot = (this.#index[place] as number) - 1;
      if (slot < 0 || this.#columns.hasKey(slot, key)) return place;
      place = (place + 1) & mask;
    }
  }

  #hash(key: PrefixKey): number {
    let hash = Math.imul(key.word0 ^ this.#seed, PRIME) ^ Math.imul(key.length + 1, LENGTH_PRIME);
    if (this.words === 4) {
      hash = Math.imul((hash >>> 15) ^ hash ^ key.word1, PRIME);
      hash = Math.imul((hash >>> 15) ^ hash ^ key.word2, PRIME);
      hash = Math.imul((hash >>> 15) ^ hash ^ key.word3, PRIME);
    }
    return Math.imul(hash ^ (hash >>> 15), PRIME) >>> this.#shift;
  }

  /** Empties a place and moves up those behind that would not be found any more. */
  #vacate(place: number): void {
    const mask = this.#index.length - 1;
    let hole = place;
    let at = place;
    for (;;) {
      at = (at + 1) & mask;
      const entry = this.#index[at] as number;
      if (entry === 0) break;
      const home = this.#hash(this.keyOf(entry - 1, this.#scratch));
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      this.#index[hole] = entry;
      hole = at;
    }
    this.#index[hole] = 0;
    this.#prefixes--;
  }

  #grow(capacity?: number): void {
    this.#columns.grow(capacity);
    if (this.#siblings !== null) this.#siblings = grown(this.#siblings, this.capacity);
  }

  /** Makes an index with places for so many bits of a hash. */
  #rehash(bits: number): void {
    const old = this.#index;
    const mask = 2 ** bits - 1;
    this.#index = new Uint32Array(2 ** bits);
    this.#shift = 32 - bits;
    for (const entry of old) {
      if (entry === 0) continue;
      let place = this.#hash(this.keyOf(entry - 1, this.#scratch));
      while (this.#index[place] !== 0) place = (place + 1) & mask;
      this.#index[place] = entry;
    }
  }
}

const PRIME = 0x9e3779b1;
const LENGTH_PRIME = 0x85ebca6b;
