export { openLayer2 } from './node/layer2.ts';
export type { Layer2, Layer2Options, LinkAddresses, LinkReference } from './node/layer2.ts';
export { openLayer2Worker } from './node/worker.ts';
export type { Layer2WorkerOptions } from './node/worker.ts';
export { systemClock } from './node/clock.ts';
export type { Clock } from './node/clock.ts';
export type { Layer2Event, LinkName, LinkStatus, Problem, ProblemReason } from './node/event.ts';
export type { FrameBatch, Network, PacketSocket } from './node/network.ts';
