import type { Prefix } from '@fairlead/inet';
import type { ProtocolError } from '../error.ts';
import type { Family, UnicastFamily } from '../family.ts';
import type { ReceivedUpdate } from '../message.ts';
import type { Configured } from '../peer/configurationChange.ts';
import type { Farewell } from '../peer/farewell.ts';
import type { PeerStatus } from '../peer/status.ts';
import type { ReceivedRoute } from '../route/adjRibIn.ts';
import type { Withheld } from '../route/adjRibOut.ts';
import type { Difference } from '../route/outTable.ts';
import type { Route } from '../route/route.ts';
import type { Ending } from '../session/ending.ts';
import type { Session } from '../session/negotiate.ts';
import type { NeighborConfig } from './config.ts';

/** A neighbour of a running speaker. */
export interface Neighbor {
  readonly name: string;
  readonly address: string;
  /** Replaces all routes that the neighbour should have; it is told the difference. */
  advertise(routes: Iterable<Route>): Difference;
  /** Adds or replaces one route; `false` when it was there already. */
  announce(route: Route): boolean;
  withdraw(prefix: Prefix, pathId?: number): boolean;
  /** Why `announce` would throw for a route, or `null`: to set one aside that would spoil the set of `advertise`. */
  objectionTo(route: Route): string | null;
  /** Changes what can be changed while the session lives, and tells whether it could not live on. */
  configure(config: NeighborConfig): Configured;
  /** What of the routes that are wanted does not go out over the session, and why. */
  withheld(): readonly Withheld[];
  /** The routes of a family that it announced and the policy took; none unless `adjRibIn` is set. */
  routes(family: UnicastFamily): IterableIterator<ReceivedRoute>;
  /** Asks for all its routes again (RFC 2918); `false` where it cannot do that now. */
  requestRoutes(): boolean;
  /** Begins again after `stop`. */
  start(): void;
  /** Ends the session with a Cease; it rests until `start`, or until `restartAfter`. */
  stop(how?: Farewell): void;
  status(): NeighborStatus;
  on<Name extends keyof NeighborEvents>(name: Name, listener: (...event: NeighborEvents[Name]) => void): this;
  off<Name extends keyof NeighborEvents>(
    name: Name,
    listener: (...event: NeighborEvents[Name]) => void,
  ): this;
}

export interface NeighborStatus extends PeerStatus {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

/** What a neighbour tells its owner. */
export interface NeighborEvents {
  established: [session: Session];
  down: [ending: Ending, session: Session];
  /** An attempt at a session came to nothing. */
  failed: [ending: Ending];
  /** Routes that the import policy may take; to keep it, keep what its `detach` answers. */
  update: [update: ReceivedUpdate];
  /** The neighbour has said all that it knows of a family. */
  endOfRib: [family: Family];
  /** An UPDATE with errors that the session survives. */
  malformedUpdate: [errors: readonly ProtocolError[]];
}
