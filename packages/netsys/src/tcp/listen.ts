import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { addon } from '../addon.ts';
import { NetworkError, refusal } from '../networkError.ts';
import { int } from '../socketOption.ts';
import { applyHops, applyOptions } from './apply.ts';
import { checkOptions, hasAny } from './check.ts';
import { addAoKey, setMd5Key } from './key.ts';
import type { ListenAddress, TcpListener, TcpOptions } from './options.ts';
import { AF_INET, AF_INET6, socketAddress, socketPrefix } from './socketAddress.ts';

/** Binds an address where others may call, with keys for those who must have one. */
export function listen({ address, port }: ListenAddress): Promise<TcpListener> {
  const server = createServer({ pauseOnConnect: true, noDelay: true });
  return new Promise((resolve, reject) => {
    const descriptor = bindSocket(address, port);
    server.once('error', reject);
    server.listen({ fd: descriptor }, () => {
      server.off('error', reject);
      resolve(new KernelListener(server, descriptor, address));
    });
  });
}

class KernelListener implements TcpListener {
  readonly server: Server;
  readonly #descriptor: number;
  readonly #family: 'ipv4' | 'ipv6';
  readonly #keyed = new Set<string>();
  #ttl = 0;

  constructor(server: Server, descriptor: number, address: string) {
    this.server = server;
    this.#descriptor = descriptor;
    this.#family = socketAddress(address).family;
  }

  /** The answer to a call carries the listener's TTL, so that is the highest that any neighbour expects. */
  expect(remote: string, options: TcpOptions): void {
    checkOptions(options);
    const peer = socketPrefix(remote);
    if (peer.family !== this.#family) return;
    if (options.ttl !== undefined && options.ttl > this.#ttl) {
      this.#ttl = options.ttl;
      applyHops(this.#descriptor, this.#family, { ttl: options.ttl });
    }
    if (options.password === undefined) this.forget(remote);
    else {
      setMd5Key(this.#descriptor, peer, options.password);
      this.#keyed.add(remote);
    }
    for (const key of options.authentication ?? []) addAoKey(this.#descriptor, peer, key);
  }

  forget(remote: string): void {
    if (this.#keyed.delete(remote)) setMd5Key(this.#descriptor, socketPrefix(remote), null);
  }

  protect(socket: Socket, options: TcpOptions): void {
    if (!hasAny(options)) return;
    const remote = socket.remoteAddress;
    if (remote === undefined) throw new NetworkError('ENOTCONN', 'the connection is gone already');
    applyOptions(descriptorOf(socket), { ...socketAddress(remote), length: null }, options);
  }
}

function bindSocket(address: string, port: number): number {
  const native = addon();
  const local = socketAddress(address, port);
  const isIpv6 = local.family === 'ipv6';
  const descriptor = native.socket(isIpv6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0);
  if (descriptor < 0) throw refusal(descriptor, 'opening a TCP socket');
  native.setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, int(1));
  if (isIpv6) native.setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, int(1));
  const result = native.bind(descriptor, local.octets);
  if (result >= 0) return descriptor;
  native.close(descriptor);
  const where = `listening on ${isIpv6 ? `[${address}]` : address}:${port}`;
  if (result === EACCES) {
    throw new NetworkError('EACCES', `${where}: a port below 1024 needs CAP_NET_BIND_SERVICE`);
  }
  throw refusal(result, where);
}

/** Node says the descriptor of an accepted connection here only. */
function descriptorOf(socket: Socket): number {
  const { _handle: handle } = socket as Socket & { readonly _handle?: { readonly fd?: unknown } | null };
  const descriptor = handle?.fd;
  if (typeof descriptor === 'number' && descriptor >= 0) return descriptor;
  throw new NetworkError('EBADF', 'the descriptor of an accepted connection is not known');
}

const EACCES = -13;
const SOCK_STREAM = 1;
const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;
const IPPROTO_IPV6 = 41;
const IPV6_V6ONLY = 26;
