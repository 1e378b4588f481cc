import type { Prefix } from '@fairlead/inet';
import type { UnicastFamily } from '../family.ts';
import type { OutSession } from './outSession.ts';
import type { Route } from './route.ts';

/** The routes that a peer should have and what of it the peer was not told yet (RFC 4271 §3.2). */
export interface AdjRibOutTable {
  /** Replaces all routes of a family; what is equal stays untouched. */
  advertise(family: UnicastFamily, routes: Iterable<Route>): Difference;
  /** Adds or replaces one path; `false` when it is there already. */
  announce(route: Route): boolean;
  /** Removes one path; `false` when there is none. */
  withdraw(prefix: Prefix, pathId?: number): boolean;
  /** A session is up and the peer has nothing yet: everything is due. */
  established(session: OutSession): void;
  /** The session is gone and with it what the peer knew. */
  disconnected(): void;
  /** The peer asks for a family again (RFC 2918). */
  refresh(family: UnicastFamily): void;
  /**
   * The next messages that are due, together at most `maxOctets` but at least one; `null` when the peer has everything.
   * What is taken counts as told.
   */
  next(maxOctets: number): Uint8Array | null;
}

/** How many paths a new set adds or changes, removes and leaves. */
export interface Difference {
  readonly announced: number;
  readonly withdrawn: number;
  readonly unchanged: number;
}
