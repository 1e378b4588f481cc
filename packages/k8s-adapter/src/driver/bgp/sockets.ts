import { nodeSockets } from '@fairlead/bgp-core/node';
import type { SocketFactory, SocketOptions } from '@fairlead/bgp-core/node';
import { NetworkError, sockets } from '@fairlead/netsys';

/** Node's sockets for plain connections, the kernel's for those with passwords, TTLs or devices. */
export const machineSockets: SocketFactory = {
  check: (options) => {
    if (!isPlain(options)) sockets.check(options);
  },
  dial: (target, options) => (isPlain(options) ? nodeSockets : sockets).dial(target, options),
  listen: async (address) => {
    try {
      return await sockets.listen(address);
    } catch (error) {
      if (error instanceof NetworkError && error.code.startsWith('ERR_ADDON')) {
        return await nodeSockets.listen(address);
      }
      throw error;
    }
  },
};

function isPlain(options: SocketOptions): boolean {
  return Object.values(options).every((value) => value === undefined);
}
