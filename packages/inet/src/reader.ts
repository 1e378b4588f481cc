/** What a `Reader` throws when a read would pass its end. */
export class OutOfBounds extends Error {
  override readonly name = 'OutOfBounds';
}

/** A bounds-checked cursor over octets in network byte order; each read says what it was reading. */
export class Reader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;

  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length) {
    if (start < 0 || start > end || end > bytes.length) {
      throw new RangeError(`no octets ${start} to ${end} in ${bytes.length}`);
    }
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  get remaining(): number {
    return this.#end - this.#at;
  }

  /** Where the next read starts, counted from the first octet of the underlying array. */
  get offset(): number {
    return this.#at;
  }

  u8(what: string): number {
    return this.#octet(this.#advance(1, what));
  }

  u16(what: string): number {
    const at = this.#advance(2, what);
    return (this.#octet(at) << 8) | this.#octet(at + 1);
  }

  u32(what: string): number {
    const at = this.#advance(4, what);
    return (
      ((this.#octet(at) << 24) |
        (this.#octet(at + 1) << 16) |
        (this.#octet(at + 2) << 8) |
        this.#octet(at + 3)) >>>
      0
    );
  }

  /** The next octets without copying them. */
  bytes(length: number, what: string): Uint8Array {
    const at = this.#advance(length, what);
    return this.#bytes.subarray(at, at + length);
  }

  /** A reader of exactly the next octets, so that what is inside cannot reach beyond them. */
  sub(length: number, what: string): Reader {
    const at = this.#advance(length, what);
    return new Reader(this.#bytes, at, at + length);
  }

  /** All octets that are left, without copying them. */
  rest(): Uint8Array {
    return this.bytes(this.remaining, 'the rest');
  }

  skip(length: number, what: string): void {
    this.#advance(length, what);
  }

  #advance(length: number, what: string): number {
    const at = this.#at;
    if (length > this.#end - at) {
      throw new OutOfBounds(`${what} needs ${length} octets, ${this.#end - at} are left`);
    }
    this.#at = at + length;
    return at;
  }

  #octet(at: number): number {
    return this.#bytes[at] as number;
  }
}
