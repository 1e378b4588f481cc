import type { IpAddress, MacAddress } from '@fairlead/inet';
import type { ClaimStatus } from '../event.ts';
import type { DropReason, Verdict } from '../reason.ts';

/** An interface, or one VLAN on it. */
export interface LinkName {
  readonly interface: string;
  /** The VLAN of tagged frames, on an interface without a device for that VLAN; `null` for untagged ones. */
  readonly vlan: number | null;
}

/** What the driver tells its owner. */
export type Layer2Event =
  | { readonly kind: 'owned'; readonly link: LinkName; readonly address: IpAddress }
  | {
      readonly kind: 'conflict' | 'handover' | 'yielded';
      readonly link: LinkName;
      readonly address: IpAddress;
      readonly mac: MacAddress;
    }
  | { readonly kind: 'linkUp' | 'linkDown' | 'linkAbsent'; readonly link: LinkName }
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** Frames that a neighbour should not send, or that were too many: told once a minute for each reason. */
  | {
      readonly kind: 'framesDropped';
      readonly link: LinkName;
      readonly reason: DropReason | 'receiveBufferFull';
      readonly count: number;
    };

/** Why something that was asked for is not so, or may not work. */
export interface Problem {
  readonly link: LinkName;
  /** The address concerned; `null` when it is the whole link. */
  readonly address: IpAddress | null;
  /** An `error` keeps the address from being answered for; a `warning` does not. */
  readonly severity: 'error' | 'warning';
  readonly reason: ProblemReason;
  readonly message: string;
}

export type ProblemReason =
  | 'noSuchInterface'
  | 'noMacAddress'
  | 'portOfAnother'
  | 'cannotOpen'
  | 'cannotJoinGroup'
  | 'cannotMakeVirtualMac'
  | 'invalidAddress'
  | 'addressOfHost'
  | 'otherSubnet';

export interface LinkStatus {
  readonly link: LinkName;
  readonly state: 'up' | 'down' | 'absent' | 'failed';
  readonly claims: readonly ClaimStatus[];
  readonly received: Readonly<Record<Verdict, number>>;
  /** Frames sent unasked: announcements and probes. */
  readonly unasked: number;
  /** Frames that the kernel dropped because they were read too slowly. */
  readonly overflowed: number;
  /** Frames that the kernel did not take. */
  readonly unsent: number;
}
