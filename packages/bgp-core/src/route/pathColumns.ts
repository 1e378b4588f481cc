import { ipv4Prefix, ipv6Prefix } from '@fairlead/inet';
import type { Prefix } from '@fairlead/inet';
import type { PrefixKey } from './prefixKey.ts';

/** Prefixes of one family and path identifiers by slot, in columns: nine octets for a path of IPv4 at most, five mostly. */
export class PathColumns {
  /** The words of an address: 1 for IPv4, 4 for IPv6. */
  readonly words: 1 | 4;
  /** Addresses by slot, so many words each. */
  addresses: Uint32Array;
  /** Prefix lengths by slot; 255 where there is no path. */
  lengths: Uint8Array;
  /** Path identifiers by slot, or `null` while all are 0. */
  pathIds: Uint32Array | null = null;

  constructor(words: 1 | 4, capacity: number = FEWEST) {
    this.words = words;
    this.addresses = new Uint32Array(capacity * words);
    this.lengths = new Uint8Array(capacity).fill(NO_PATH);
  }

  get capacity(): number {
    return this.lengths.length;
  }

  write(slot: number, key: PrefixKey, pathId: number): void {
    const at = slot * this.words;
    this.addresses[at] = key.word0;
    if (this.words === 4) {
      this.addresses[at + 1] = key.word1;
      this.addresses[at + 2] = key.word2;
      this.addresses[at + 3] = key.word3;
    }
    this.lengths[slot] = key.length;
    if (pathId !== 0) this.pathIds ??= new Uint32Array(this.lengths.length);
    if (this.pathIds !== null) this.pathIds[slot] = pathId;
  }

  pathId(slot: number): number {
    return this.pathIds === null ? 0 : (this.pathIds[slot] as number);
  }

  /** The key of the path in a slot, written to `into`. */
  keyOf(slot: number, into: PrefixKey): PrefixKey {
    const length = this.lengths[slot] as number;
    if (this.words === 1) return into.set(this.addresses[slot] as number, 0, 0, 0, length);
    const at = slot * 4;
    const word = (index: number): number => this.addresses[at + index] as number;
    return into.set(word(0), word(1), word(2), word(3), length);
  }

  hasKey(slot: number, key: PrefixKey): boolean {
    if (this.lengths[slot] !== key.length) return false;
    const at = slot * this.words;
    const { addresses } = this;
    if (addresses[at] !== key.word0) return false;
    if (this.words === 1) return true;
    return (
      addresses[at + 1] === key.word1 && addresses[at + 2] === key.word2 && addresses[at + 3] === key.word3
    );
  }

  prefix(slot: number): Prefix {
    const length = this.lengths[slot] as number;
    if (this.words === 1) return ipv4Prefix(this.addresses[slot] as number, length);
    const octets = new DataView(new ArrayBuffer(16));
    for (let i = 0; i < 4; i++) octets.setUint32(i * 4, this.addresses[slot * 4 + i] as number);
    return ipv6Prefix(new Uint8Array(octets.buffer), length);
  }

  /** Makes room for more. */
  grow(capacity: number = this.lengths.length * 2): void {
    this.addresses = grown(this.addresses, capacity * this.words);
    const lengths = new Uint8Array(capacity).fill(NO_PATH, this.lengths.length);
    lengths.set(this.lengths);
    this.lengths = lengths;
    if (this.pathIds !== null) this.pathIds = grown(this.pathIds, capacity);
  }
}

/** A longer copy of a column. */
export function grown(column: Uint32Array, length: number): Uint32Array {
  const copy = new Uint32Array(length);
  copy.set(column);
  return copy;
}

export const NO_PATH = 255;
/** Of slots, at the start. */
export const FEWEST = 16;
