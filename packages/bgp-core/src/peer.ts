import type { Millis, Prefix } from '@fairlead/inet';
import { notificationFor } from './error.ts';
import type { ProtocolError } from './error.ts';
import { isUnicast, unicastFamily } from './family.ts';
import type { ReceivedUpdate, RouteRefresh } from './message.ts';
import { Channel } from './peer/channel.ts';
import type { Endpoints, SentMessage } from './peer/channel.ts';
import type { PeerConfig } from './peer/config.ts';
import { configurationChange } from './peer/configurationChange.ts';
import type { Configured } from './peer/configurationChange.ts';
import { Counters } from './peer/counters.ts';
import { farewell } from './peer/farewell.ts';
import type { Farewell } from './peer/farewell.ts';
import { outSession } from './peer/outSession.ts';
import type { PeerOutput } from './peer/output.ts';
import { readConfig } from './peer/settings.ts';
import type { PeerSettings } from './peer/settings.ts';
import type { PeerStatus } from './peer/status.ts';
import { AdjRibOut } from './route/adjRibOut.ts';
import type { Difference } from './route/adjRibOut.ts';
import type { Route } from './route/route.ts';
import type { SessionEvent } from './session/event.ts';
import type { Ending } from './session/ending.ts';
import type { Session } from './session/negotiate.ts';
import { accept, hear, newPeering, peeringDeadline, tell } from './session/peering.ts';
import type { CommonEvent, Connection, Order, Peering, PeeringStep } from './session/peering.ts';
import { agreedContext } from './wire/context.ts';
import type { DecodedMessage } from './wire/decode.ts';

/**
 * A BGP speaker towards one neighbour: octets in, octets out, and the time as an argument. A driver carries out what `take`
 * answers, writes what `next` answers while the neighbour takes it, and calls `wake` at `deadline`.
 */
export class Peer {
  #settings: PeerSettings;
  #peering: Peering;
  #outputs: PeerOutput[] = [];
  #lastEnding: Ending | null = null;
  readonly #seed: number;
  readonly #channels = new Map<number, Channel>();
  readonly #adjRibOut = new AdjRibOut();
  readonly #counters = new Counters();

  /** Throws a RangeError or TypeError that names the field; `seed` makes the jitter of this peer its own. */
  constructor(config: PeerConfig, seed = 0) {
    this.#seed = seed;
    this.#settings = readConfig(config, seed);
    this.#peering = newPeering(this.#settings.session);
  }

  start(now: Millis): void {
    this.#tell({ kind: 'start' }, now);
  }

  /** Ends the session, and for good unless `restartAfter` says when to begin again. */
  stop(now: Millis, how: Farewell = {}): void {
    this.#tell(farewell(how, this.status().session), now);
  }

  /**
   * Takes a new configuration and tells whether the session had to end for it, and why. `moved` names what the driver changed
   * about the connection itself.
   */
  configure(config: PeerConfig, now: Millis, moved: readonly string[] = []): Configured {
    const settings = readConfig(config, this.#seed);
    const change = configurationChange(this.#settings, settings, this.#peering.session.state, moved);
    const isPolicyNew = this.#settings.importRoutes !== settings.importRoutes;
    this.#settings = settings;
    this.#tell({ kind: 'configured', settings: settings.session }, now);
    if (change.kind === 'sessionReset' || moved.length > 0) {
      this.stop(now, { reason: 'configurationChanged', restartAfter: 0 });
    } else if (isPolicyNew) {
      this.requestRoutes();
    }
    return change;
  }

  /** Replaces all routes that the neighbour should have. */
  advertise(routes: Iterable<Route>): Difference {
    const ipv4: Route[] = [];
    const ipv6: Route[] = [];
    for (const route of routes) (unicastFamily(route.prefix) === 'ipv6/unicast' ? ipv6 : ipv4).push(route);
    const one = this.#adjRibOut.advertise('ipv4/unicast', ipv4);
    const other = this.#adjRibOut.advertise('ipv6/unicast', ipv6);
    return {
      announced: one.announced + other.announced,
      withdrawn: one.withdrawn + other.withdrawn,
      unchanged: one.unchanged + other.unchanged,
    };
  }

  announce(route: Route): boolean {
    return this.#adjRibOut.announce(route);
  }

  withdraw(prefix: Prefix, pathId?: number): boolean {
    return this.#adjRibOut.withdraw(prefix, pathId);
  }

  /** Asks for all routes again (RFC 2918); `false` where there is no session or the neighbour cannot do it. */
  requestRoutes(): boolean {
    const { state, connection } = this.#peering.session;
    if (state.kind !== 'established' || !state.session.routeRefresh) return false;
    for (const family of state.session.families) {
      this.#send(connection, { kind: 'routeRefresh', family, subtype: 'request', filters: NO_FILTERS });
    }
    return true;
  }

  /** The neighbour calls; `null` means to close its connection at once. */
  accept(endpoints: Endpoints, now: Millis): Connection | null {
    const { accepted, ...step } = accept(this.#peering, now);
    if (accepted !== null) this.#channels.set(accepted.id, new Channel(endpoints));
    this.#apply(step);
    return accepted;
  }

  /** A connection that was to be dialled is up. */
  opened(connection: Connection, endpoints: Endpoints, now: Millis): void {
    this.#channels.set(connection.id, new Channel(endpoints));
    this.#hear(connection.id, { kind: 'connectionOpened' }, now);
  }

  /** A connection could not be opened, or is gone. */
  failed(connection: Connection, detail: string | null, now: Millis): void {
    this.#hear(connection.id, { kind: 'connectionFailed', detail }, now);
  }

  /** Octets arrived, in whatever chunks; they must not be written to afterwards. */
  received(connection: Connection, octets: Uint8Array, now: Millis): void {
    const channel = this.#channels.get(connection.id);
    if (channel === undefined) return;
    channel.push(octets);
    while (this.#channels.has(connection.id)) {
      const message = channel.receive();
      if (message === null) return;
      this.#receive(connection.id, channel, message, now);
    }
  }

  /** The neighbour took octets. */
  progressed(connection: Connection, now: Millis): void {
    this.#hear(connection.id, { kind: 'outputProgressed' }, now);
  }

  /** The next octets to write, at least one message and at most about `maxOctets`; `null` when there is nothing to say. */
  next(connection: Connection, maxOctets: number): Uint8Array | null {
    const said = this.#channels.get(connection.id)?.take() ?? null;
    if (said !== null) return said;
    const { state, connection: current } = this.#peering.session;
    if (state.kind !== 'established' || current?.id !== connection.id) return null;
    const routes = this.#adjRibOut.next(maxOctets);
    if (routes !== null) this.#counters.sentMessages(routes);
    return routes;
  }

  deadline(): Millis | null {
    return peeringDeadline(this.#peering);
  }

  wake(now: Millis): void {
    this.#tell({ kind: 'deadlineReached' }, now);
  }

  /** What happened and what is to be done since the last time. */
  take(): readonly PeerOutput[] {
    const outputs = this.#outputs;
    if (outputs.length > 0) this.#outputs = [];
    return outputs;
  }

  get state(): PeerStatus['state'] {
    return this.#peering.session.state.kind;
  }

  status(): PeerStatus {
    const { state, connection } = this.#peering.session;
    const isUp = state.kind === 'established';
    return {
      state: state.kind,
      session: isUp ? state.session : null,
      endpoints: this.#channels.get(connection?.id ?? NONE)?.endpoints ?? null,
      since: isUp ? state.since : null,
      lastEnding: this.#lastEnding,
      prefixesReceived: 0,
      counters: this.#counters.snapshot(),
    };
  }

  #tell(event: CommonEvent, now: Millis): void {
    this.#apply(tell(this.#peering, event, now));
  }

  #hear(connection: number, event: SessionEvent, now: Millis): void {
    this.#apply(hear(this.#peering, connection, event, now));
  }

  #apply({ peering, orders }: PeeringStep): void {
    this.#peering = peering;
    for (const order of orders) this.#carryOut(order);
  }

  #carryOut({ action, connection }: Order): void {
    switch (action.kind) {
      case 'connect':
        if (connection !== null) this.#outputs.push({ kind: 'dial', connection });
        return;
      case 'send':
        this.#send(connection, action.message);
        return;
      case 'closeConnection':
        this.#close(connection, false);
        return;
      case 'resetConnection':
        this.#close(connection, true);
        return;
      case 'startSession':
        this.#startSession(action.session, connection);
        return;
      case 'endSession':
        this.#endSession(action.session, action.ending);
        return;
      case 'reportFailure':
        this.#reportFailure(action.ending);
    }
  }

  #send(connection: Connection | null, message: SentMessage): void {
    const channel = this.#channels.get(connection?.id ?? NONE);
    if (channel === undefined) return;
    this.#counters.sent(message.kind);
    channel.send(message);
  }

  /** That one of two connections had to give way is no failure. */
  #reportFailure(ending: Ending): void {
    if (ending.reason === 'collisionLost' || ending.reason === 'superseded') return;
    this.#counters.failed++;
    this.#lastEnding = ending;
    this.#outputs.push({ kind: 'failed', ending });
  }

  #close(connection: Connection | null, abort: boolean): void {
    if (connection === null) return;
    const last = this.#channels.get(connection.id)?.take() ?? null;
    this.#channels.delete(connection.id);
    this.#outputs.push({ kind: 'close', connection, last: abort ? null : last, abort });
  }

  #startSession(session: Session, connection: Connection | null): void {
    const channel = this.#channels.get(connection?.id ?? NONE);
    if (channel === undefined) return;
    this.#counters.established++;
    this.#adjRibOut.established(outSession(session, channel.context, channel.endpoints, this.#settings));
    this.#outputs.push({ kind: 'established', session });
  }

  #endSession(session: Session, ending: Ending): void {
    this.#counters.ended++;
    this.#lastEnding = ending;
    this.#adjRibOut.disconnected();
    this.#outputs.push({ kind: 'down', session, ending });
  }

  #receive(connection: number, channel: Channel, message: DecodedMessage | ProtocolError, now: Millis): void {
    if (message.kind === 'protocolError') {
      const event = {
        kind: 'malformedReceived',
        notification: notificationFor(message),
        detail: message.text,
      } as const;
      this.#hear(connection, event, now);
      return;
    }
    this.#counters.received(message.kind);
    switch (message.kind) {
      case 'open':
        this.#hear(connection, { kind: 'openReceived', open: message }, now);
        this.#agree(connection, channel);
        return;
      case 'update':
        this.#hear(connection, UPDATE_RECEIVED, now);
        this.#takeRoutes(connection, message);
        return;
      case 'notification':
        this.#hear(connection, { kind: 'notificationReceived', notification: message }, now);
        return;
      case 'keepalive':
        this.#hear(connection, { kind: 'keepaliveReceived' }, now);
        return;
      case 'routeRefresh':
        this.#hear(connection, { kind: 'routeRefreshReceived' }, now);
        if (this.#isSession(connection)) this.#refresh(message);
    }
  }

  #takeRoutes(connection: number, update: ReceivedUpdate): void {
    const { state, connection: current } = this.#peering.session;
    if (state.kind !== 'established' || current?.id !== connection) return;
    const { errors, endOfRib } = update;
    if (errors.length > 0) {
      this.#counters.malformedUpdates++;
      this.#outputs.push({ kind: 'malformedUpdate', errors });
    }
    if (endOfRib !== null) this.#outputs.push({ kind: 'endOfRib', family: endOfRib });
    else if (this.#takesRoutes(state.session)) this.#outputs.push({ kind: 'update', update });
  }

  /** From another AS nothing is taken unless the owner says so (RFC 8212 §2.1). */
  #takesRoutes({ peerType }: Session): boolean {
    return (this.#settings.importRoutes ?? (peerType === 'ibgp' ? 'all' : 'none')) !== 'none';
  }

  /** RFC 2918 §4: a request for a family that was not agreed on is ignored. */
  #refresh({ family, subtype }: RouteRefresh): void {
    if (subtype === 'request' && isUnicast(family)) this.#adjRibOut.refresh(family);
  }

  /** From the neighbour's OPEN on, octets mean what both agreed on. */
  #agree(connection: number, channel: Channel): void {
    const { session, rival } = this.#peering;
    const state = [session, rival].find((line) => line?.connection?.id === connection)?.state;
    if (state?.kind !== 'openConfirm') return;
    const { sent, received, peerType } = state.session;
    channel.agree(agreedContext(sent, received, peerType));
  }

  #isSession(connection: number): boolean {
    const { state, connection: current } = this.#peering.session;
    return state.kind === 'established' && current?.id === connection;
  }
}

const NONE = -1;
const NO_FILTERS = new Uint8Array();
const UPDATE_RECEIVED: SessionEvent = { kind: 'updateReceived' };
