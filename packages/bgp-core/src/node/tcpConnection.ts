import type { Socket } from 'node:net';
import type { IpAddress } from '@fairlead/inet';
import type { Endpoints } from '../peer/channel.ts';
import { parseEndpoint } from './config.ts';
import { linkLocalBeside } from './linkLocal.ts';

/** What a TCP connection tells. */
export interface TcpEvents {
  opened(endpoints: Endpoints): void;
  received(octets: Uint8Array): void;
  /** The neighbour's side took octets. */
  progressed(): void;
  /** The last that is heard of the connection; `detail` is the system's word. */
  closed(detail: string | null): void;
}

/** One socket, with a bounded amount of octets on their way. */
export class TcpConnection {
  readonly #socket: Socket;
  readonly #events: TcpEvents;
  #error: string | null = null;
  #isClosing = false;
  /** Resolves when the socket is closed. */
  readonly gone: Promise<void>;

  constructor(socket: Socket, events: TcpEvents) {
    this.#socket = socket;
    this.#events = events;
    socket.on('connect', () => {
      this.#opened();
    });
    socket.on('data', ({ buffer, byteOffset, byteLength }: Buffer) => {
      if (!this.#isClosing) events.received(new Uint8Array(buffer, byteOffset, byteLength));
    });
    socket.on('error', (error) => {
      this.#error = error.message;
    });
    this.gone = new Promise((resolve) => {
      socket.on('close', () => {
        events.closed(this.#error);
        resolve();
      });
    });
  }

  /** Writes what `next` answers as long as the neighbour keeps up. */
  pump(next: (maxOctets: number) => Uint8Array | null): void {
    while (!this.#isClosing && this.#socket.writableLength < MOST_ON_THEIR_WAY) {
      const octets = next(CHUNK);
      if (octets === null) return;
      this.#socket.write(octets, (error?: Error | null) => {
        if (!(error instanceof Error) && !this.#isClosing) this.#events.progressed();
      });
    }
  }

  /** Sends the last octets and closes; a neighbour that does not take them in time loses them. */
  close(last: Uint8Array | null): void {
    if (this.#socket.connecting) {
      this.abort();
      return;
    }
    this.#isClosing = true;
    if (last !== null) this.#socket.write(last);
    this.#socket.end();
    const linger = setTimeout(() => {
      this.abort();
    }, LINGER);
    this.#socket.once('close', () => {
      clearTimeout(linger);
    });
  }

  abort(): void {
    this.#isClosing = true;
    this.#socket.destroy();
  }

  #opened(): void {
    const endpoints = endpointsOf(this.#socket);
    if (endpoints === null) this.#socket.destroy();
    else this.#events.opened(endpoints);
  }
}

/** The addresses of a connection; `null` when it is already gone. */
export function endpointsOf(socket: Socket): Endpoints | null {
  const local = addressOf(socket.localAddress);
  const remote = addressOf(socket.remoteAddress);
  if (local === null || remote === null) return null;
  const linkLocal = linkLocalBeside(local, remote);
  return { local, remote, ...(linkLocal !== null && { linkLocal }) };
}

function addressOf(text: string | undefined): IpAddress | null {
  return text === undefined ? null : parseEndpoint(text).address;
}

const CHUNK = 65_536;
const MOST_ON_THEIR_WAY = 262_144;
/** How long a neighbour may take for our last words. */
const LINGER = 2000;
