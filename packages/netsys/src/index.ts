export { network } from './kernel.ts';
export { MemoryNetwork } from './memory.ts';
export { MemorySegment } from './memory/segment.ts';
export { NetworkError } from './networkError.ts';
export type {
  GroupMemberships,
  InterfaceAddress,
  InterfaceChange,
  InterfaceFlag,
  InterfaceWatch,
  MacvlanOptions,
  Network,
  NetworkInterface,
  PacketProtocol,
  PacketSocket,
  PacketSocketOptions,
  PacketStatistics,
} from './network.ts';
export type { FrameBatch } from './packet/frameBatch.ts';
export { sockets } from './tcp/sockets.ts';
export type {
  DialTarget,
  ListenAddress,
  TcpAoKey,
  TcpListener,
  TcpOptions,
  TcpSockets,
} from './tcp/options.ts';
