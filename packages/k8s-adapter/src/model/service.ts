import type { IpAddress, IpFamily } from '@fairlead/inet';
import type { Aged, Labels, ObjectKey } from './object.ts';

/** What Fairlead needs to know of a Kubernetes Service. */
export interface Service extends Aged {
  readonly key: ObjectKey;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
  readonly type: string;
  readonly loadBalancerClass: string | null;
  readonly isHeadless: boolean;
  /** The families of its ClusterIPs in their order; empty where it leaves the choice to the cluster. */
  readonly families: readonly IpFamily[];
  readonly familyPolicy: 'single' | 'prefer' | 'require';
  readonly ports: readonly ServicePort[];
  readonly externalTrafficPolicy: 'Cluster' | 'Local';
  /** A text that is equal for Services with the same pods behind them. */
  readonly backend: string;
  readonly request: AddressRequest;
  readonly sharing: Sharing | null;
  /** Whether its annotations opt in to pools of this product. */
  readonly optIn: 'openelb' | null;
  /** What its status says it has. */
  readonly assigned: Assignment | null;
}

export interface ServicePort {
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  readonly port: number;
}

/** What a Service asks for; empty lists ask for anything. */
export interface AddressRequest {
  readonly addresses: readonly IpAddress[];
  readonly pools: readonly string[];
  /** The name of an AddressClaim in its namespace. */
  readonly claim: string | null;
  /** How many addresses of each family. */
  readonly count: number;
  /** Why the request cannot be understood, in words; such a Service gets nothing. */
  readonly defect: string | null;
}

/** With whom a Service shares its address: with all of the same key, or where it asked for that very address. */
export type Sharing = { readonly kind: 'key'; readonly key: string } | { readonly kind: 'onRequest' };

export interface Assignment {
  readonly addresses: readonly IpAddress[];
  /** The pool that they came from, as far as it was noted down. */
  readonly pool: string | null;
}
