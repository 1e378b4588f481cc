import { ipv4Prefix } from '@fairlead/inet';
import type { Route, RouteAttributes } from '@fairlead/bgp-core';

/** So many /32s, one after the other, with the same attributes. */
export function* hostRoutes(count: number, attributes: RouteAttributes = COMMON): IterableIterator<Route> {
  for (let i = 0; i < count; i++) yield { prefix: ipv4Prefix(FIRST_ADDRESS + i, 32), attributes };
}

const FIRST_ADDRESS = 0x0a000000;
const COMMON: RouteAttributes = { communities: [0xfde80064] };
