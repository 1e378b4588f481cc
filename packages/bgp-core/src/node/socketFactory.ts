import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

/**
 * Opens the sockets of a speaker. Node's own have no options that protect a session; another factory may have them. A factory
 * either does what the options ask or throws; it never leaves a part out.
 */
export interface SocketFactory {
  /** Throws an error that names the first option that it cannot provide. */
  check(options: SocketOptions): void;
  /** A socket on its way to its target; `connect` or `error` follows. */
  dial(target: DialTarget, options: SocketOptions): Socket;
  /** Resolves when the address is bound, and rejects with the system's error when it cannot be. */
  listen(address: ListenAddress): Promise<Listener>;
}

/** What is asked of a connection beyond TCP. What is not there is not asked for. */
export interface SocketOptions {
  /** The key of the TCP MD5 signature (RFC 2385). */
  readonly password?: string;
  /** The TTL or hop limit of what we send. */
  readonly ttl?: number;
  /** The least TTL or hop limit of what we take (RFC 5082). */
  readonly minimumTtl?: number;
  /** The network interface that the connection is bound to. */
  readonly device?: string;
}

export interface DialTarget {
  /** Numbers, never a name; a link-local address has its zone. */
  readonly address: string;
  readonly port: number;
  readonly localAddress?: string;
}

export interface ListenAddress {
  readonly address: string;
  /** 0 for any that is free. */
  readonly port: number;
}

/** An address where neighbours may call. */
export interface Listener {
  /** Accepts with `pauseOnConnect`, so that nothing is read before `protect` was called. */
  readonly server: Server;
  /** Calls from this address or prefix must have these options from now on. */
  expect(remote: string, options: SocketOptions): void;
  /** Nothing is asked of calls from there any more. */
  forget(remote: string): void;
  /** Gives an accepted connection the options that it does not inherit. */
  protect(socket: Socket, options: SocketOptions): void;
}

/** The sockets of `node:net`, which know none of the options. */
export const nodeSockets: SocketFactory = {
  check: refuse,

  dial({ address, port, localAddress }, options) {
    refuse(options);
    return connect({
      host: address,
      port,
      noDelay: true,
      ...(localAddress === undefined ? {} : { localAddress }),
    });
  },

  listen({ address, port }) {
    const server = createServer({ pauseOnConnect: true, noDelay: true });
    const listener: Listener = {
      server,
      expect: (_, options) => {
        refuse(options);
      },
      forget: () => undefined,
      protect: (_, options) => {
        refuse(options);
      },
    };
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: address, port, ipv6Only: true }, () => {
        server.off('error', reject);
        resolve(listener);
      });
    });
  },
};

function refuse(options: SocketOptions): void {
  const [field] = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (field === undefined) return;
  throw new TypeError(
    `${field}: Node's sockets do not have this; give the speaker sockets that do, as those of @fairlead/netsys`,
  );
}
