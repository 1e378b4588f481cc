import type { MacAddress, Prefix } from '@fairlead/inet';

/** An interface that a node answers on, as others on its segment see it. */
export interface HostLink {
  readonly name: string;
  readonly mac: MacAddress;
  /** What is on-link there, link-local addresses aside. */
  readonly subnets: readonly Prefix[];
}

/** An interface as its own node sees it. */
export interface OwnLink extends HostLink {
  /** Whether frames pass: it is switched on, and there is something at the other end of the cable. */
  readonly isRunning: boolean;
}
