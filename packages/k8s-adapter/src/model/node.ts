import type { IpAddress, Prefix } from '@fairlead/inet';
import type { Labels } from './object.ts';

/** What Fairlead needs to know of a Kubernetes Node. */
export interface Node {
  readonly name: string;
  readonly labels: Labels;
  readonly internalAddresses: readonly IpAddress[];
  readonly podPrefixes: readonly Prefix[];
  /** The subnets of its interfaces; `null` where nobody has said. */
  readonly subnets: readonly Prefix[] | null;
  /** The names of its interfaces; `null` where nobody has said. */
  readonly interfaces: readonly string[] | null;
  /** How much it takes of layer 2 addresses, beside others; 1 is usual. */
  readonly weight: number;
  /** `null` where the kubelet has not said. */
  readonly isReady: boolean | null;
  readonly isNetworkUnavailable: boolean;
  readonly isUnschedulable: boolean;
  readonly taints: readonly Taint[];
}

export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}
