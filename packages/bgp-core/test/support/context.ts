import { initialContext } from '@fairlead/bgp-core/wire';
import type { Family, WireContext } from '@fairlead/bgp-core/wire';

/** A session with four-octet AS numbers and nothing else agreed, but for what is given. */
export function context(parts: Partial<WireContext> = {}): WireContext {
  return { ...initialContext, fourOctetAs: true, ...parts };
}

/** ADD-PATH in both directions. */
export function addPath(...families: readonly Family[]): Partial<WireContext> {
  return { addPath: { receive: new Set(families), send: new Set(families) } };
}
