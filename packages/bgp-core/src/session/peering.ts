import { earliest } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import type { SessionAction } from './action.ts';
import type { Open } from '../message.ts';
import { resolveCollision } from './collision.ts';
import type { Direction } from './collision.ts';
import { nextDeadline } from './deadline.ts';
import type { SessionEvent } from './event.ts';
import type { Session } from './negotiate.ts';
import type { SessionSettings } from './settings.ts';
import type { Active, Memory, SessionState } from './state.ts';
import { newSession, step } from './step.ts';

/** The session with one neighbour, and a second connection to it until it is clear which of them lives (RFC 4271 §6.8). */
export interface Peering {
  readonly session: Line;
  readonly rival: Line | null;
  readonly connections: number;
}

/** A session and the connection that it runs over or tries to open. */
export interface Line {
  readonly state: SessionState;
  readonly connection: Connection | null;
}

export interface Connection {
  readonly id: number;
  readonly direction: Direction;
}

/** An action and the connection that it is about. */
export interface Order {
  readonly action: SessionAction;
  readonly connection: Connection | null;
}

export interface PeeringStep {
  readonly peering: Peering;
  readonly orders: readonly Order[];
}

export function newPeering(settings: SessionSettings): Peering {
  return { session: { state: newSession(settings), connection: null }, rival: null, connections: 0 };
}

export function peeringDeadline({ session, rival }: Peering): Millis | null {
  return earliest(nextDeadline(session.state), rival === null ? null : nextDeadline(rival.state));
}

/** Something that concerns the neighbour, whichever connection there is. */
export function tell(peering: Peering, event: CommonEvent, now: Millis): PeeringStep {
  const session = advance({ peering, orders: [] }, 'session', event, now);
  return settle(peering, advance(session, 'rival', event, now), now);
}

/** Something that happened on one connection; what comes late from one that is closed changes nothing. */
export function hear(peering: Peering, connection: number, event: SessionEvent, now: Millis): PeeringStep {
  const before: PeeringStep = { peering, orders: [] };
  const slot = slotOf(peering, connection);
  if (slot === null) return before;
  const after =
    event.kind === 'openReceived' ? hearOpen(before, slot, event, now) : advance(before, slot, event, now);
  return settle(peering, slot === 'rival' && event.kind !== 'connectionFailed' ? damp(after) : after, now);
}

/** The neighbour calls: its connection, or `null` where it is refused. */
export function accept(
  peering: Peering,
  now: Millis,
): PeeringStep & { readonly accepted: Connection | null } {
  const { session, connections } = peering;
  const before: PeeringStep = { peering: { ...peering, connections: connections + 1 }, orders: [] };
  if (session.state.kind === 'idle') return { ...before, accepted: null };
  const accepted: Connection = { id: connections, direction: 'incoming' };
  const { step: free, slot } = makeRoom(before, now);
  const waiting: Line = { state: listening(session.state), connection: accepted };
  const line =
    slot === 'session' && session.state.kind === 'active' ? { ...session, connection: accepted } : waiting;
  const placed = { ...free, peering: { ...free.peering, [slot]: line } };
  return { ...advance(placed, slot, { kind: 'connectionAccepted' }, now), accepted };
}

type Slot = 'session' | 'rival';

/** An event that concerns the neighbour rather than a connection. */
export type CommonEvent = Extract<
  SessionEvent,
  { readonly kind: 'start' | 'stop' | 'configured' | 'deadlineReached' }
>;

/** Where a connection that the neighbour opens goes, and what has to give way to it. */
function makeRoom(before: PeeringStep, now: Millis): { readonly step: PeeringStep; readonly slot: Slot } {
  const { session } = before.peering;
  if (session.connection === null) return { step: before, slot: 'session' };
  const superseded = { kind: 'superseded' } as const;
  // A neighbour that restarts gracefully calls again before it is known that the old connection is dead (RFC 4724 §5).
  if (session.state.kind === 'established' && restartsGracefully(session.state.session)) {
    return { step: advance(before, 'session', superseded, now), slot: 'session' };
  }
  return { step: advance(before, 'rival', superseded, now), slot: 'rival' };
}

function restartsGracefully({ gracefulRestart }: Session): boolean {
  return gracefulRestart !== null && gracefulRestart.families.length > 0;
}

/** An OPEN, which is when two connections to the same neighbour are known to collide. */
function hearOpen(before: PeeringStep, slot: Slot, event: OpenReceived, now: Millis): PeeringStep {
  const other: Slot = slot === 'session' ? 'rival' : 'session';
  const heardLine = before.peering[slot];
  const otherLine = before.peering[other];
  const verdict =
    heardLine === null || otherLine === null ? 'none' : collisionOf(heardLine, otherLine, event.open);
  if (verdict === 'otherLives') return advance(before, slot, { kind: 'collisionLost' }, now);
  const after = advance(before, slot, event, now);
  // An OPEN that is refused must not cost the other connection its life.
  const lives = verdict === 'heardLives' && after.peering[slot]?.state.kind === 'openConfirm';
  return lives ? advance(after, other, { kind: 'collisionLost' }, now) : after;
}

function collisionOf(heard: Line, other: Line, theirs: Open): ReturnType<typeof resolveCollision> {
  if (heard.connection === null || other.connection === null) return 'none';
  return resolveCollision(
    { direction: heard.connection.direction, state: heard.state.kind },
    { direction: other.connection.direction, state: other.state.kind },
    heard.state.settings.open,
    theirs,
  );
}

/** A neighbour that breaks the protocol on its own connection is not called either until it had its rest. */
function damp(after: PeeringStep): PeeringStep {
  const { session, rival } = after.peering;
  if (rival?.state.kind !== 'idle' || session.state.kind !== 'connect') return after;
  return {
    peering: { ...after.peering, session: rival, rival: null },
    orders: [...after.orders, { action: { kind: 'closeConnection' }, connection: session.connection }],
  };
}

/** Puts what is left in its place: the connection that came furthest is the session. */
function settle(before: Peering, after: PeeringStep, now: Millis): PeeringStep {
  const { session, rival } = after.peering;
  if (rival === null) return after;
  if (rival.connection === null) return { ...after, peering: { ...after.peering, rival: null } };
  if (session.connection === null) return promote(after, rival);
  if (session.state.kind === 'connect' && isAgreed(rival)) {
    const hangUp: Order = { action: { kind: 'closeConnection' }, connection: session.connection };
    return promote({ ...after, orders: [...after.orders, hangUp] }, rival);
  }
  const lost = { kind: 'collisionLost' } as const;
  if (rival.state.kind === 'established') return settle(before, advance(after, 'session', lost, now), now);
  const isNew = session.state.kind === 'established' && before.session.state.kind !== 'established';
  return isNew ? settle(before, advance(after, 'rival', lost, now), now) : after;
}

function promote(after: PeeringStep, rival: Line): PeeringStep {
  const { attempts, failures } = after.peering.session.state;
  const session: Line = { ...rival, state: { ...rival.state, attempts, failures } };
  return { ...after, peering: { ...after.peering, session, rival: null } };
}

function isAgreed({ state }: Line): boolean {
  return state.kind === 'openConfirm' || state.kind === 'established';
}

function advance(before: PeeringStep, slot: Slot, event: SessionEvent, now: Millis): PeeringStep {
  const line = before.peering[slot];
  if (line === null) return before;
  const { state, actions } = step(line.state, event, now);
  if (state === line.state && actions.length === 0) return before;
  let { connection } = line;
  let { connections } = before.peering;
  let isOpen = connection !== null;
  const orders: Order[] = [];
  for (const action of actions) {
    if (action.kind === 'connect') {
      connection = { id: connections++, direction: 'outgoing' };
      isOpen = true;
    }
    if (action.kind === 'closeConnection' || action.kind === 'resetConnection') isOpen = false;
    orders.push({ action, connection });
  }
  const peering = {
    ...before.peering,
    connections,
    [slot]: { state, connection: isOpen ? connection : null },
  };
  return { peering, orders: [...before.orders, ...orders] };
}

function slotOf({ session, rival }: Peering, connection: number): Slot | null {
  if (session.connection?.id === connection) return 'session';
  return rival?.connection?.id === connection ? 'rival' : null;
}

function listening({ settings, attempts, failures }: Memory): Active {
  return { kind: 'active', settings, attempts, failures, connectRetry: null, delayOpen: null };
}

type OpenReceived = Extract<SessionEvent, { readonly kind: 'openReceived' }>;
