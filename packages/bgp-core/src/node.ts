export { readNeighbor, transportChange } from './node/config.ts';
export type { DynamicConfig, Identity, NeighborConfig, SpeakerConfig, Transport } from './node/config.ts';
export type { Neighbor, NeighborEvents, NeighborStatus } from './node/neighbor.ts';
export { nodeSockets } from './node/socketFactory.ts';
export type {
  DialTarget,
  ListenAddress,
  Listener,
  SocketFactory,
  SocketOptions,
} from './node/socketFactory.ts';
export { Speaker } from './node/speaker.ts';
export type { SpeakerEvents } from './node/speaker.ts';
