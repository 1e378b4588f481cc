import type { ProtocolError } from '../error.ts';
import { maximumMessageLength } from './context.ts';
import type { WireContext } from './context.ts';
import { HEADER_LENGTH, headerError, messageLength } from './header.ts';
import { NO_OCTETS } from './octets.ts';

/** One whole message among other octets, with its header. */
export interface Frame {
  readonly kind: 'frame';
  readonly octets: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** Cuts what arrives, in whatever chunks, into messages; it keeps nothing but the one that is not complete. */
export class Framer {
  #chunk = NO_OCTETS;
  #at = 0;
  #partial = NO_OCTETS;
  #filled = 0;
  #failed = false;

  /** Adds octets, which must not be written to afterwards; `next` has to answer `null` before the next chunk. */
  push(chunk: Uint8Array): void {
    if (this.#failed) return;
    if (this.#at < this.#chunk.length)
      throw new TypeError('the messages of the last chunk were not all taken');
    this.#chunk = chunk;
    this.#at = 0;
  }

  /** The next message, or what is wrong with its header, or `null` until more arrives; behind an error nothing comes. */
  next(context: WireContext): Frame | ProtocolError | null {
    const maximum = maximumMessageLength(context);
    const next = this.#filled > 0 ? this.#continue(maximum) : this.#begin(maximum);
    if (next?.kind === 'protocolError') {
      this.#failed = true;
      this.#chunk = this.#partial = NO_OCTETS;
      this.#at = this.#filled = 0;
    }
    return next;
  }

  /** A message that stands whole in the chunk stays where it is; what stands there of one that does not is set aside. */
  #begin(maximum: number): Frame | ProtocolError | null {
    const octets = this.#chunk;
    const start = this.#at;
    if (start === octets.length) return null;
    if (octets.length - start < HEADER_LENGTH) {
      this.#partial = new Uint8Array(HEADER_LENGTH);
    } else {
      const error = headerError(octets, start, maximum);
      if (error !== null) return error;
      const length = messageLength(octets, start);
      if (octets.length - start >= length) {
        this.#at = start + length;
        return { kind: 'frame', octets, start, end: this.#at };
      }
      this.#partial = new Uint8Array(length);
    }
    this.#fill();
    return null;
  }

  #continue(maximum: number): Frame | ProtocolError | null {
    if (this.#filled < HEADER_LENGTH) {
      this.#fill();
      if (this.#filled < HEADER_LENGTH) return null;
      const error = headerError(this.#partial, 0, maximum);
      if (error !== null) return error;
      const header = this.#partial;
      this.#partial = new Uint8Array(messageLength(header, 0));
      this.#partial.set(header);
    }
    this.#fill();
    if (this.#filled < this.#partial.length) return null;
    const octets = this.#partial;
    this.#partial = NO_OCTETS;
    this.#filled = 0;
    return { kind: 'frame', octets, start: 0, end: octets.length };
  }

  /** Moves octets from the chunk to the message that is not complete. */
  #fill(): void {
    const end = Math.min(this.#chunk.length, this.#at + this.#partial.length - this.#filled);
    this.#partial.set(this.#chunk.subarray(this.#at, end), this.#filled);
    this.#filled += end - this.#at;
    this.#at = end;
  }
}
