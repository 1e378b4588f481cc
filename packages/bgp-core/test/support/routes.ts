import { ipv4Prefix, parsePrefix } from '@fairlead/inet';
import type { Prefix } from '@fairlead/inet';
import type { AdjRibOut } from '../../src/route/adjRibOut.ts';
import type { OutSession } from '../../src/route/outSession.ts';
import type { RouteAttributes } from '../../src/route/route.ts';
import { TestPeer } from './peer.ts';
import { session } from './session.ts';

export interface TestRoute {
  readonly prefix: Prefix;
  readonly attributes: RouteAttributes;
}

export function route(text: string, attributes: RouteAttributes = {}): TestRoute {
  return { prefix: prefix(text), attributes };
}

export function prefix(text: string): Prefix {
  const parsed = parsePrefix(text);
  if (!parsed.ok) throw new Error(`${text} ${parsed.error}`);
  return parsed.value;
}

/** So many /32s from 10.0.0.0 on, without attributes. */
export function hosts(from: number, count: number): readonly TestRoute[] {
  return Array.from({ length: count }, (_, index) => ({
    prefix: ipv4Prefix(0x0a000000 + from + index, 32),
    attributes: {},
  }));
}

/** A new session over which the peer has read all that there was. */
export function peerOf(rib: AdjRibOut, over: OutSession = session()): TestPeer {
  rib.established(over);
  return new TestPeer(over.context).pull(rib);
}
