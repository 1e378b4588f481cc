import type { MacAddress, Prefix } from '@fairlead/inet';

/** An interface that a node answers on, as others on its segment see it. */
export interface HostLink {
  readonly name: string;
  readonly mac: MacAddress;
  /** What is on-link there, link-local addresses aside. */
  readonly subnets: readonly Prefix[];
}
