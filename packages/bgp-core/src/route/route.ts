import type { Prefix } from '@fairlead/inet';
import type { PathAttributes } from '../message.ts';

/** One path to a prefix, as its announcer wants the peer to know it. */
export interface Route {
  readonly prefix: Prefix;
  /** Tells several paths to one prefix apart and stays the same while the path lives (RFC 7911 §3); 0 where there is one only. */
  readonly pathId?: number;
  readonly attributes: RouteAttributes;
}

/**
 * Path attributes before a session completes them: without `origin` it is `igp`, without `nextHop` the speaker itself;
 * the speaker's own AS number is put in front of `asPath` for an external peer, and LOCAL_PREF goes to no such peer.
 */
export interface RouteAttributes extends PathAttributes {
  /** How often the own AS number is put in front of the path towards an external peer beyond the one time that is due. */
  readonly prepend?: number;
}
