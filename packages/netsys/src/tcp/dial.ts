import { connect, Socket } from 'node:net';
import { addon } from '../addon.ts';
import { checked } from '../networkError.ts';
import { int } from '../socketOption.ts';
import { applyOptions } from './apply.ts';
import { checkOptions, hasAny } from './check.ts';
import type { DialTarget, TcpOptions } from './options.ts';
import { AF_INET, AF_INET6, socketAddress } from './socketAddress.ts';
import type { SocketAddress } from './socketAddress.ts';

/**
 * Connects with options. Where one of them fails the socket ends with the error; it never connects without. A wrong key is
 * no error: segments are dropped, so the caller needs a timer.
 */
export function dial(target: DialTarget, options: TcpOptions): Socket {
  const { address, port, localAddress } = target;
  if (!hasAny(options)) {
    return connect({
      host: address,
      port,
      noDelay: true,
      ...(localAddress === undefined ? {} : { localAddress }),
    });
  }
  checkOptions(options);
  const remote = socketAddress(address, port);
  const local = localAddress === undefined ? null : socketAddress(localAddress);
  try {
    const descriptor = openSocket(remote, local, options);
    const socket = new Socket({ fd: descriptor, readable: true, writable: true });
    socket.setNoDelay(true);
    return socket.connect({ host: address, port });
  } catch (error) {
    return new Socket().destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

/** Bound here and not by Node, which cannot bind a socket that it did not make. */
function openSocket(remote: SocketAddress, local: SocketAddress | null, options: TcpOptions): number {
  const native = addon();
  const family = remote.family === 'ipv4' ? AF_INET : AF_INET6;
  const descriptor = checked(native.socket(family, SOCK_STREAM, 0), 'opening a TCP socket');
  try {
    applyOptions(descriptor, { ...remote, length: null }, options);
    if (local !== null) {
      native.setsockopt(descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, int(1));
      checked(native.bind(descriptor, local.octets), 'binding the local address');
    }
    return descriptor;
  } catch (error) {
    native.close(descriptor);
    throw error;
  }
}

const SOCK_STREAM = 1;
const IPPROTO_IP = 0;
const IP_BIND_ADDRESS_NO_PORT = 24;
