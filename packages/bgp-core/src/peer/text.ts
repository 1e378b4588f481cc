import { parsePrefix } from '@fairlead/inet';
import type { Community } from '../message.ts';
import type { Route, RouteAttributes } from '../route/route.ts';

/** A route to a prefix in text; throws a RangeError that says what is wrong with it. */
export function route(prefix: string, attributes: RouteAttributes = {}): Route {
  const parsed = parsePrefix(prefix);
  if (!parsed.ok) throw new RangeError(`prefix: "${prefix}" ${parsed.error}`);
  return { prefix: parsed.value, attributes };
}

/** A community written as two numbers, `65000:100` (RFC 1997). */
export function community(text: string): Community {
  const [, high = '', low = ''] = /^(\d{1,5}):(\d{1,5})$/.exec(text) ?? [];
  if (high === '' || Number(high) > MOST || Number(low) > MOST) {
    throw new RangeError(`community: "${text}" is not two numbers from 0 to 65535, as in 65000:100`);
  }
  return Number(high) * (MOST + 1) + Number(low);
}

const MOST = 0xffff;
