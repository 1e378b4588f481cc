import type { IpAddress, MacAddress } from '@fairlead/inet';
import type { ResponderOptions } from '../options.ts';
import type { Layer2Event } from './event.ts';
import type { LinkAddresses, LinkReference } from './layer2.ts';

export interface WorkerStart {
  readonly networkModule: string;
  readonly responder: ResponderOptions;
}

export interface ToWorker {
  readonly id: number;
  readonly call: WorkerCall;
}

export type WorkerCall =
  | {
      readonly method: 'own';
      readonly wanted: readonly LinkAddresses[];
      readonly successors: ReadonlyMap<IpAddress, MacAddress>;
    }
  | { readonly method: 'claim'; readonly wanted: LinkAddresses }
  | {
      readonly method: 'release';
      readonly link: LinkReference;
      readonly addresses: readonly IpAddress[];
      readonly successor: MacAddress | null;
    }
  | { readonly method: 'setPartners'; readonly macs: readonly MacAddress[] }
  | { readonly method: 'status' | 'close' };

export type FromWorker =
  | { readonly kind: 'event'; readonly event: Layer2Event }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: Error };
