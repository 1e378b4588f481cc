import type { IpAddress, MacAddress } from '@fairlead/inet';
import type { ResponderOptions } from '@fairlead/l2-core';
import type { Layer2Event, LinkAddresses } from '@fairlead/l2-core/node';

export type HostCall =
  | { readonly method: 'open'; readonly options: ResponderOptions }
  | { readonly method: 'own'; readonly wanted: readonly LinkAddresses[] }
  | {
      readonly method: 'release';
      readonly interface: string;
      readonly addresses: readonly IpAddress[];
      readonly successor: MacAddress | null;
    }
  /** Frames as hexadecimal digits, sent as they are. */
  | { readonly method: 'send'; readonly interface: string; readonly frames: readonly string[] }
  | { readonly method: 'status' | 'close' };

export type HostMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'event'; readonly event: Layer2Event }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string };
