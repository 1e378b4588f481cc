import type { Millis } from '@fairlead/inet';
import type { Message } from '../message.ts';
import type { Ending } from '../session/ending.ts';
import type { Session } from '../session/negotiate.ts';
import type { SessionState } from '../session/state.ts';
import type { Endpoints } from './channel.ts';

/** How a peer is doing. */
export interface PeerStatus {
  readonly state: SessionState['kind'];
  /** What was agreed on; `null` unless Established. */
  readonly session: Session | null;
  readonly endpoints: Endpoints | null;
  /** When the session was established, on the driver's clock. */
  readonly since: Millis | null;
  /** How the last session or attempt ended. */
  readonly lastEnding: Ending | null;
  /** Distinct prefixes that the neighbour announced and the policy took; 0 where they are not kept. */
  readonly prefixesReceived: number;
  /** How many paths the neighbour was not told of yet, for it takes them more slowly than they change. */
  readonly pending: number;
  readonly counters: PeerCounters;
}

export interface PeerCounters {
  readonly sent: Readonly<Record<MessageKind, number>>;
  readonly received: Readonly<Record<MessageKind, number>>;
  /** Sessions that were established. */
  readonly established: number;
  /** Sessions that ended, and attempts at one. */
  readonly ended: number;
  readonly failed: number;
  /** UPDATEs with errors that the session survived (RFC 7606). */
  readonly malformedUpdates: number;
}

export type MessageKind = Message['kind'];
