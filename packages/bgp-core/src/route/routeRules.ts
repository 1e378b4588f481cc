import { isIpv6 } from '@fairlead/inet';
import type { UnicastFamily } from '../family.ts';
import type { RouteAttributes } from './route.ts';

/** What of the routes that go out is decided before there is a session. */
export interface RouteRules {
  /** The families that are offered. */
  readonly families: ReadonlySet<UnicastFamily>;
  /** Whether routes of IPv4 may have an IPv6 next hop (RFC 8950). */
  readonly extendedNextHop: boolean;
  /** Whether some session has a next hop for routes that name none. */
  readonly hasNextHop: Readonly<Record<UnicastFamily, boolean>>;
}

/** Throws `RangeError` naming the field for a next hop that no session could send. What is of a family that is not offered just waits. */
export function requireNextHop({ nextHop }: RouteAttributes, family: UnicastFamily, rules: RouteRules): void {
  if (!rules.families.has(family)) return;
  if (nextHop === undefined) {
    if (rules.hasNextHop[family]) return;
    const field = family === 'ipv4/unicast' ? 'ipv4' : 'ipv6';
    throw new RangeError(
      `attributes.nextHop is missing, and no session has one of its own for ${family}; give the route one, or the peer nextHop.${field}`,
    );
  }
  if (family === 'ipv6/unicast' || rules.extendedNextHop) return;
  if (typeof nextHop.address !== 'string' || !isIpv6(nextHop.address)) return;
  throw new RangeError(
    `nextHop.address is an IPv4 address for ${family} unless the peer has extendedNextHop (RFC 8950), not ${nextHop.address}`,
  );
}

/** As if everything could be agreed on. */
export const NO_RULES: RouteRules = {
  families: new Set(),
  extendedNextHop: true,
  hasNextHop: { 'ipv4/unicast': true, 'ipv6/unicast': true },
};
