const NEWLINE = 0x0a;
const MAXIMUM_LINE = 64 * 1024 * 1024;

/** Cuts a stream of octets into the JSON values that its lines are, whatever the chunking. */
export class JsonLines {
  #pending: Uint8Array[] = [];
  #pendingOctets = 0;

  /** The values whose last octet is in this chunk. */
  push(chunk: Uint8Array): readonly unknown[] {
    const values: unknown[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const line = this.#take(chunk.subarray(start, end));
      if (line.length > 0) values.push(JSON.parse(line));
      start = end + 1;
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start));
    return values;
  }

  #take(end: Uint8Array): string {
    const line = this.#pending.length === 0 ? end : Buffer.concat([...this.#pending, end]);
    this.#pending = [];
    this.#pendingOctets = 0;
    return Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8').trim();
  }

  #keep(rest: Uint8Array): void {
    this.#pendingOctets += rest.length;
    if (this.#pendingOctets > MAXIMUM_LINE) throw new RangeError(`a line of over ${MAXIMUM_LINE} octets`);
    this.#pending.push(rest);
  }
}
