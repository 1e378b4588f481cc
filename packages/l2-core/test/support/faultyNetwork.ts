import { network as sound } from './workerNetwork.ts';

/** A network that throws where nobody expects it, once it is asked for a socket. */
export const network = {
  watchInterfaces: sound.watchInterfaces.bind(sound),
  openMemberships: sound.openMemberships.bind(sound),
  openPacketSocket: (): never => {
    setImmediate(() => {
      throw new Error('a fault of ours');
    });
    throw new Error('no socket');
  },
};
