/** A growing buffer in network byte order whose lengths can be filled in afterwards. */
export class Writer {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity = 64) {
    this.#bytes = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    const at = this.#grow(1);
    this.#bytes[at] = value;
    return this;
  }

  u16(value: number): this {
    const at = this.#grow(2);
    this.#bytes[at] = value >>> 8;
    this.#bytes[at + 1] = value;
    return this;
  }

  u32(value: number): this {
    const at = this.#grow(4);
    this.#bytes[at] = value >>> 24;
    this.#bytes[at + 1] = value >>> 16;
    this.#bytes[at + 2] = value >>> 8;
    this.#bytes[at + 3] = value;
    return this;
  }

  bytes(octets: Uint8Array): this {
    const at = this.#grow(octets.length);
    this.#bytes.set(octets, at);
    return this;
  }

  /** Writes what `write` writes behind a length of one octet. */
  withLength8(write: (writer: this) => void): this {
    const at = this.#grow(1);
    write(this);
    const length = this.#length - at - 1;
    if (length > 0xff) throw new RangeError(`${length} octets do not fit a length of one octet`);
    this.#bytes[at] = length;
    return this;
  }

  /** Writes what `write` writes behind a length of two octets. */
  withLength16(write: (writer: this) => void): this {
    const at = this.#grow(2);
    write(this);
    const length = this.#length - at - 2;
    if (length > 0xffff) throw new RangeError(`${length} octets do not fit a length of two octets`);
    return this.patchU16(at, length);
  }

  patchU16(at: number, value: number): this {
    if (at < 0 || at + 2 > this.#length) throw new RangeError(`nothing is written at ${at}`);
    this.#bytes[at] = value >>> 8;
    this.#bytes[at + 1] = value;
    return this;
  }

  /** A copy of all that was written. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #grow(octets: number): number {
    const at = this.#length;
    const needed = at + octets;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#length = needed;
    return at;
  }
}
