import type { ObjectKey } from './object.ts';

/** A slice of the endpoints of one Service. */
export interface EndpointSlice {
  readonly key: ObjectKey;
  /** The Service, as `namespace/name`. */
  readonly service: ObjectKey;
  readonly endpoints: readonly Endpoint[];
}

export interface Endpoint {
  readonly addresses: readonly string[];
  readonly node: string | null;
  readonly isReady: boolean;
  /** Answers requests, also while it terminates (KEP-1669). */
  readonly isServing: boolean;
}

/** Where a Service has endpoints that answer. */
export interface Endpoints {
  /** How many are ready or serving, anywhere. */
  readonly total: number;
  /** The same for each node that has one. */
  readonly byNode: ReadonlyMap<string, number>;
}
