import { MemoryNetwork, MemorySegment } from '@fairlead/netsys';
import { mac } from './segment.ts';

/** What a worker of the tests drives: a host with one interface. */
export const network = new MemoryNetwork();
network.addInterface('eth0', mac('02:00:00:00:00:0a'), new MemorySegment());
