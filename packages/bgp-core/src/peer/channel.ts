import type { IpAddress, Ipv6 } from '@fairlead/inet';
import type { ProtocolError } from '../error.ts';
import type { Keepalive, Notification, Open, RouteRefresh } from '../message.ts';
import { initialContext } from '../wire/context.ts';
import type { WireContext } from '../wire/context.ts';
import { Decoder } from '../wire/decode.ts';
import type { DecodedMessage } from '../wire/decode.ts';
import { encode } from '../wire/encode.ts';
import { Framer } from '../wire/framer.ts';

/** The two ends of a connection. */
export interface Endpoints {
  readonly local: IpAddress;
  readonly remote: IpAddress;
  /** Our link-local address beside `local`, where the neighbour is in the same subnet. */
  readonly linkLocal?: Ipv6;
}

/** What is said beside routes. */
export type SentMessage = Open | Keepalive | Notification | RouteRefresh;

/** One connection: octets that arrive become messages, messages to send become octets. */
export class Channel {
  readonly endpoints: Endpoints;
  readonly #framer = new Framer();
  #outbox: readonly Uint8Array[] = [];
  #context = initialContext;
  #decoder = new Decoder(initialContext);

  constructor(endpoints: Endpoints) {
    this.endpoints = endpoints;
  }

  get context(): WireContext {
    return this.#context;
  }

  /** What both sides agreed on holds from the next message on. */
  agree(context: WireContext): void {
    this.#context = context;
    this.#decoder = new Decoder(context);
  }

  push(octets: Uint8Array): void {
    this.#framer.push(octets);
  }

  /** The next message that arrived whole. */
  receive(): DecodedMessage | ProtocolError | null {
    const frame = this.#framer.next(this.#context);
    return frame?.kind === 'frame' ? this.#decoder.decode(frame) : frame;
  }

  send(message: SentMessage): void {
    this.#outbox = [...this.#outbox, encode(message, this.#context)];
  }

  /** All that was sent and not taken yet. */
  take(): Uint8Array | null {
    const [first, ...more] = this.#outbox;
    if (first === undefined) return null;
    this.#outbox = [];
    return more.length === 0 ? first : concatenate([first, ...more]);
  }
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
