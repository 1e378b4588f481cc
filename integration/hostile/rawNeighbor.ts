import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { eventually } from '@fairlead/testing';

/** A neighbour that says whatever octets it is told to, made without our encoder. */
export class RawNeighbor {
  readonly socket: Socket;
  #octets = Buffer.alloc(0);
  #isClosed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => {
      this.#octets = Buffer.concat([this.#octets, chunk]);
    });
    socket.on('close', () => {
      this.#isClosed = true;
    });
    socket.on('error', () => undefined);
  }

  /** Calls without waiting for an answer. */
  static call({ address, port, from }: Target): RawNeighbor {
    return new RawNeighbor(connect({ host: address, port, localAddress: from, noDelay: true }));
  }

  /** A connection that the speaker has opened. */
  static over(socket: Socket): RawNeighbor {
    return new RawNeighbor(socket);
  }

  /** Calls until the call is taken: a speaker that was wronged rests for a while. */
  static async reach(target: Target): Promise<RawNeighbor> {
    let neighbor = RawNeighbor.call(target);
    return await eventually(
      'an OPEN from the speaker',
      () => {
        if (neighbor.messages.some(({ type }) => type === OPEN)) return neighbor;
        if (neighbor.isClosed) neighbor = RawNeighbor.call(target);
        return null;
      },
      { every: 5 },
    );
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** All whole messages that arrived. */
  get messages(): readonly RawMessage[] {
    const messages: RawMessage[] = [];
    for (let at = 0; at + 19 <= this.#octets.length;) {
      const length = this.#octets.readUInt16BE(at + 16);
      if (length < 19 || at + length > this.#octets.length) break;
      const body = this.#octets.subarray(at + 19, at + length).toString('hex');
      messages.push({ type: this.#octets.readUInt8(at + 18), body });
      at += length;
    }
    return messages;
  }

  say(...hex: readonly string[]): this {
    this.socket.write(Buffer.from(hex.join(''), 'hex'));
    return this;
  }

  async until(what: string, matches: (message: RawMessage) => boolean, within = 10_000): Promise<RawMessage> {
    return await eventually(what, () => this.messages.find(matches) ?? null, { within, every: 5 });
  }

  /** The last words, after which the connection is closed: the body of a NOTIFICATION, or nothing. */
  async lastWords(): Promise<string> {
    await eventually('the end of the connection', () => (this.#isClosed ? true : null), { every: 5 });
    return this.messages.filter(({ type }) => type === NOTIFICATION).at(-1)?.body ?? '';
  }

  /** Agrees to a session. */
  async establish(open: string): Promise<this> {
    this.say(open, keepalive);
    await this.until('KEEPALIVE', ({ type }) => type === KEEPALIVE);
    return this;
  }
}

export interface Target {
  readonly address: string;
  readonly port: number;
  readonly from: string;
}

export interface RawMessage {
  readonly type: number;
  /** What stands behind the header, in hexadecimal. */
  readonly body: string;
}

/** A message with a header that is right (RFC 4271 §4.1). */
export function message(type: number, body = ''): string {
  return MARKER + hex(19 + body.length / 2, 2) + hex(type, 1) + body;
}

/** An OPEN with the capabilities for IPv4 and IPv6 unicast, refresh and four-octet AS numbers (RFC 4271 §4.2). */
export function open({
  version = 4,
  as = 65002,
  holdTime = 90,
  id = 'c0000202',
}: {
  readonly version?: number;
  readonly as?: number;
  readonly holdTime?: number;
  readonly id?: string;
} = {}): string {
  const capabilities = `010400010001010400020001020041 04${hex(as, 4)}`.replace(' ', '');
  const parameter = `02${hex(capabilities.length / 2, 1)}${capabilities}`;
  const asField = hex(as > 65535 ? 23456 : as, 2);
  return message(
    OPEN,
    hex(version, 1) + asField + hex(holdTime, 2) + id + hex(parameter.length / 2, 1) + parameter,
  );
}

export function hex(value: number, octets: number): string {
  return value.toString(16).padStart(octets * 2, '0');
}

export const MARKER: string = 'ff'.repeat(16);
export const OPEN = 1;
export const UPDATE = 2;
export const NOTIFICATION = 3;
export const KEEPALIVE = 4;
export const ROUTE_REFRESH = 5;
export const keepalive: string = message(KEEPALIVE);
