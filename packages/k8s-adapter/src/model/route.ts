import type { IpAddress, Prefix } from '@fairlead/inet';
import type { RouteAttributes } from './advertisement.ts';

/** A route that a node announces to one peer. */
export interface Route {
  readonly prefix: Prefix;
  /** `null` is the node itself, by its address of the session. */
  readonly nextHop: IpAddress | null;
  /** The same object for all routes with equal attributes. */
  readonly attributes: RouteAttributes;
  /** In bits per second; `null` says nothing of it. */
  readonly bandwidth: number | null;
}

/** A difference in what one peer should have; `null` takes the route back. */
export interface RouteChange {
  readonly peer: string;
  readonly prefix: Prefix;
  readonly nextHop: IpAddress | null;
  readonly route: Route | null;
}
