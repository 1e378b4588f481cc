import type { Server, Socket } from 'node:net';

/** TCP sockets with options that Node lacks; bgp-core's driver takes it as `sockets`. */
export interface TcpSockets {
  /** Throws an error that names the first option that this machine cannot provide. */
  check(options: TcpOptions): void;
  /** A socket on its way to its target; `connect` or `error` follows. */
  dial(target: DialTarget, options: TcpOptions): Socket;
  /** Resolves when the address is bound, and rejects with the system's error when it cannot be. */
  listen(address: ListenAddress): Promise<TcpListener>;
}

/** What is asked of a connection beyond TCP. What is not there is not asked for. */
export interface TcpOptions {
  /** The key of the TCP MD5 signature (RFC 2385), 1 to 80 octets. */
  readonly password?: string;
  /** Keys of the TCP Authentication Option (RFC 5925), instead of a password. */
  readonly authentication?: readonly TcpAoKey[];
  /** The TTL or hop limit of what is sent. */
  readonly ttl?: number;
  /** The least TTL or hop limit of what is taken (RFC 5082). */
  readonly minimumTtl?: number;
  /** The interface (or VRF) that the connection is bound to. */
  readonly device?: string;
  /** The differentiated services code point of what is sent (RFC 2474), 0 to 63. */
  readonly dscp?: number;
}

export interface TcpAoKey {
  readonly sendId: number;
  readonly receiveId: number;
  readonly algorithm: 'hmac(sha1)' | 'cmac(aes128)' | 'hmac(sha256)';
  readonly key: string;
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

/** An address where others may call. */
export interface TcpListener {
  /** Accepts with `pauseOnConnect`, so that nothing is read before `protect` was called. */
  readonly server: Server;
  /** Calls from this address or prefix must have these options from now on. */
  expect(remote: string, options: TcpOptions): void;
  /** Nothing is asked of calls from there any more. */
  forget(remote: string): void;
  /** Gives an accepted connection the options that it does not inherit. */
  protect(socket: Socket, options: TcpOptions): void;
}
