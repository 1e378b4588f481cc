/** Frames side by side in one array, written one after the other: frame `i` is `lengths[i]` octets from `starts[i]`. */
export class FrameBuffer {
  #octets: Uint8Array;
  #starts: Uint32Array;
  #lengths: Uint32Array;
  #count = 0;
  #at = 0;

  constructor(capacity = 16) {
    this.#octets = new Uint8Array(capacity * STRIDE);
    this.#starts = startsOf(capacity);
    this.#lengths = new Uint32Array(capacity);
  }

  get octets(): Uint8Array {
    return this.#octets;
  }

  get starts(): Uint32Array {
    return this.#starts;
  }

  get lengths(): Uint32Array {
    return this.#lengths;
  }

  /** The number of finished frames. */
  get count(): number {
    return this.#count;
  }

  /** Copies of the finished frames. */
  frames(): readonly Uint8Array[] {
    return Array.from({ length: this.#count }, (_, index) => {
      const start = index * STRIDE;
      return this.#octets.slice(start, start + (this.#lengths[index] ?? 0));
    });
  }

  clear(): void {
    this.#count = 0;
    this.#at = 0;
  }

  u8(value: number): this {
    this.#octets[this.#at++] = value;
    return this;
  }

  u16(value: number): this {
    const at = this.#at;
    this.#octets[at] = value >>> 8;
    this.#octets[at + 1] = value;
    this.#at = at + 2;
    return this;
  }

  u32(value: number): this {
    const at = this.#at;
    this.#octets[at] = value >>> 24;
    this.#octets[at + 1] = value >>> 16;
    this.#octets[at + 2] = value >>> 8;
    this.#octets[at + 3] = value;
    this.#at = at + 4;
    return this;
  }

  /** A number of 48 bits. */
  u48(value: number): this {
    return this.u16(Math.floor(value / 0x100000000)).u32(value >>> 0);
  }

  /** Where the next octet goes, for `since` and `patchU16`. */
  get position(): number {
    return this.#at;
  }

  /** The octets written from a position on, without copying them. */
  since(position: number): Uint8Array {
    return this.#octets.subarray(position, this.#at);
  }

  patchU16(position: number, value: number): this {
    this.#octets[position] = value >>> 8;
    this.#octets[position + 1] = value;
    return this;
  }

  /** Finishes a frame. */
  end(): void {
    this.#lengths[this.#count] = this.#at - this.#count * STRIDE;
    this.#count++;
    this.#at = this.#count * STRIDE;
    if (this.#at === this.#octets.length) this.#double();
  }

  #double(): void {
    const capacity = this.#count * 2;
    const octets = new Uint8Array(capacity * STRIDE);
    octets.set(this.#octets);
    const lengths = new Uint32Array(capacity);
    lengths.set(this.#lengths);
    this.#octets = octets;
    this.#lengths = lengths;
    this.#starts = startsOf(capacity);
  }
}

function startsOf(capacity: number): Uint32Array {
  const starts = new Uint32Array(capacity);
  for (let i = 1; i < capacity; i++) starts[i] = i * STRIDE;
  return starts;
}

/** Room for the longest frame: a tagged neighbour advertisement of 90 octets. */
const STRIDE = 128;
