import type { Socket } from 'node:net';
import { nodeSockets } from '@fairlead/bgp-core/node';
import type { SocketFactory } from '@fairlead/bgp-core/node';

/** Node's sockets, all of which can be reset at once, as when a process dies. */
export interface Wire extends SocketFactory {
  readonly cut: () => void;
}

export function wire(): Wire {
  const sockets = new Set<Socket>();
  return {
    ...nodeSockets,
    dial: (target, options) => {
      const socket = nodeSockets.dial(target, options);
      sockets.add(socket);
      return socket;
    },
    cut: () => {
      for (const socket of sockets) socket.resetAndDestroy();
    },
  };
}
