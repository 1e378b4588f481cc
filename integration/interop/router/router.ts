import type { IpFamily } from '@fairlead/inet';
import type { Daemon, Lab, RoutePath } from '../../lab/index.ts';
import type { Link } from '../link.ts';
import type { SessionName } from '../session.ts';

/** The routers that we are compared with, in the words of their makers. */
export const DAEMONS = ['FRR', 'BIRD', 'GoBGP', 'ExaBGP'] as const;

export type DaemonName = (typeof DAEMONS)[number];

/** A router with all the sessions, in the same words for every maker. */
export interface Router {
  readonly name: DaemonName;
  readonly link: Link;
  /** Whether it calls us, rather than waiting for our call. */
  readonly calls: boolean;
  readonly daemon: () => Daemon;
  /** The paths to a prefix, of all sessions. */
  readonly pathsOf: (prefix: string) => Promise<readonly RoutePath[]>;
  /** How many prefixes of a family it has. */
  readonly count: (family: IpFamily) => Promise<number>;
  /** All that it says of a prefix, for what `pathsOf` does not tell. */
  readonly describe: (prefix: string) => Promise<string>;
  /** Announces a prefix of its own on all sessions. */
  readonly announce: (prefix: string) => Promise<void>;
  /** Announces two paths to a prefix, where it can do that by itself. */
  readonly announceTwo: ((prefix: string) => Promise<void>) | null;
  readonly withdraw: (prefix: string) => Promise<void>;
  /** Whether it says that a session is up. */
  readonly isUp: (session: SessionName) => Promise<boolean>;
  /** Asks us for our routes again. */
  readonly refresh: (session: SessionName) => Promise<void>;
  /** Ends a session as its operator would. */
  readonly reset: (session: SessionName) => Promise<void>;
  /** Ends a session for good, and tells us why, until `open`. */
  readonly shutDown: (session: SessionName, why: string) => Promise<void>;
  readonly open: (session: SessionName) => Promise<void>;
  /** What it has told its operator. */
  readonly log: () => Promise<string>;
  /** Dies without a word. */
  readonly die: () => Promise<void>;
  /** Starts again, as one that restarts gracefully where it knows that, with these prefixes of its own. */
  readonly revive: (prefixes?: readonly string[]) => Promise<void>;
  /** Made ready to meet us, who listen. */
  readonly ready: () => Promise<void>;
  /** As it says itself. */
  readonly version: () => Promise<string>;
}

export type StartRouter = (lab: Lab, link: Link) => Promise<Router>;
