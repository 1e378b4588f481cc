import { earliest } from '@fairlead/inet';
import type { Millis, Prefix } from '@fairlead/inet';
import { notificationFor } from './error.ts';
import type { ProtocolError } from './error.ts';
import { isUnicast } from './family.ts';
import type { UnicastFamily } from './family.ts';
import type { Notification, ReceivedUpdate, RouteRefresh } from './message.ts';
import type { Channel, Endpoints, SentMessage } from './peer/channel.ts';
import { Channels } from './peer/channels.ts';
import type { PeerConfig } from './peer/config.ts';
import { configurationChange } from './peer/configurationChange.ts';
import type { Configured } from './peer/configurationChange.ts';
import { farewell, tooManyPrefixes } from './peer/farewell.ts';
import type { Farewell } from './peer/farewell.ts';
import { Inbound } from './peer/inbound.ts';
import { outSession, sendsAlike } from './peer/outSession.ts';
import type { PeerOutput } from './peer/output.ts';
import { Report } from './peer/report.ts';
import { afterRestart, readConfig } from './peer/settings.ts';
import type { PeerSettings } from './peer/settings.ts';
import type { PeerStatus } from './peer/status.ts';
import type { ReceivedRoute } from './route/adjRibIn.ts';
import { AdjRibOut } from './route/adjRibOut.ts';
import type { Withheld } from './route/adjRibOut.ts';
import type { Difference } from './route/outTable.ts';
import type { Route } from './route/route.ts';
import type { Ending } from './session/ending.ts';
import type { SessionEvent } from './session/event.ts';
import type { Session } from './session/negotiate.ts';
import { accept, hear, newPeering, peeringDeadline, tell } from './session/peering.ts';
import type { CommonEvent, Connection, Order, Peering, PeeringStep } from './session/peering.ts';
import { agreedContext } from './wire/context.ts';
import type { DecodedMessage } from './wire/decode.ts';
import { shutdownCommunication } from './wire/notification.ts';

/**
 * A BGP speaker towards one neighbour: octets in, octets out, and the time as an argument. A driver carries out what `take`
 * answers, writes what `next` answers while the neighbour takes it, and calls `wake` at `deadline`.
 */
export class Peer {
  readonly #seed: number;
  #settings: PeerSettings;
  #peering: Peering;
  readonly #channels = new Channels();
  readonly #adjRibOut: AdjRibOut;
  readonly #inbound: Inbound;
  readonly #report = new Report();

  /** Throws a RangeError or TypeError that names the field; `seed` is what the neighbour cannot guess and others do not have. */
  constructor(config: PeerConfig, seed = 0) {
    this.#seed = seed;
    this.#settings = readConfig(config, seed);
    this.#peering = newPeering(this.#settings.session);
    // Who restarts must not say that it has said all before its owner has (RFC 4724 §4.1).
    const { gracefulRestart = false } = config;
    this.#adjRibOut = new AdjRibOut({
      awaitAdvertise: gracefulRestart !== false && gracefulRestart.restarting === true,
      rules: this.#settings.routeRules,
    });
    this.#inbound = new Inbound(this.#settings, seed);
  }

  start(now: Millis): void {
    this.#tell({ kind: 'start' }, now);
  }

  /** Ends the session, and for good unless `restartAfter` says when to begin again. */
  stop(now: Millis, how: Farewell = {}): void {
    this.#tell(farewell(how, this.#established()), now);
  }

  /**
   * Takes a new configuration and tells whether the session had to end for it, and why. `moved` names what the driver changed
   * about the connection itself.
   */
  configure(config: PeerConfig, now: Millis, moved: readonly string[] = []): Configured {
    const before = this.#settings;
    const settings = readConfig(config, this.#seed);
    const change = configurationChange(before, settings, this.#peering.session.state, moved);
    this.#settings = settings;
    this.#adjRibOut.rules = settings.routeRules;
    const needsRoutes = this.#inbound.configure(settings);
    this.#tell({ kind: 'configured', settings: settings.session }, now);
    if (change.kind === 'sessionReset' || moved.length > 0) {
      this.stop(now, { reason: 'configurationChanged', restartAfter: 0 });
      return change;
    }
    if (!sendsAlike(before, settings)) this.#renewRoutes();
    if (needsRoutes) this.requestRoutes();
    return this.#endIfOverfull(this.#inbound.overfull(), now) ? PREFIX_LIMIT_EXCEEDED : change;
  }

  /** Replaces all routes that the neighbour should have; throws for one that cannot be, and then changes nothing. */
  advertise(routes: Iterable<Route>): Difference {
    return this.#adjRibOut.advertise('all', routes);
  }

  announce(route: Route): boolean {
    return this.#adjRibOut.announce(route);
  }

  /** Why `announce` would throw for a route, or `null`. */
  objectionTo(route: Route): string | null {
    return this.#adjRibOut.objectionTo(route);
  }

  withdraw(prefix: Prefix, pathId?: number): boolean {
    return this.#adjRibOut.withdraw(prefix, pathId);
  }

  /** What of the routes that are wanted does not go out over the session, and why. */
  withheld(): readonly Withheld[] {
    return this.#adjRibOut.withheld();
  }

  /** The routes of a family that the neighbour announced and the policy took; none where they are not kept. */
  routes(family: UnicastFamily): IterableIterator<ReceivedRoute> {
    return this.#inbound.routes(family);
  }

  /** Asks for all routes again (RFC 2918); `false` where there is no session or the neighbour cannot do it. */
  requestRoutes(): boolean {
    const session = this.#established();
    if (session?.routeRefresh !== true) return false;
    for (const family of session.families) {
      const request = { kind: 'routeRefresh', family, subtype: 'request', filters: NO_FILTERS } as const;
      this.#send(this.#peering.session.connection, request);
    }
    return true;
  }

  /** The neighbour calls; `null` means to close its connection at once. */
  accept(endpoints: Endpoints, now: Millis): Connection | null {
    const { accepted, ...step } = accept(this.#peering, now);
    if (accepted !== null) this.#channels.open(accepted, endpoints);
    this.#apply(step, now);
    return accepted;
  }

  /** A connection that was to be dialled is up. */
  opened(connection: Connection, endpoints: Endpoints, now: Millis): void {
    this.#channels.open(connection, endpoints);
    this.#hear(connection, { kind: 'connectionOpened' }, now);
  }

  /** A connection could not be opened, or is gone. */
  failed(connection: Connection, detail: string | null, now: Millis): void {
    this.#hear(connection, { kind: 'connectionFailed', detail }, now);
  }

  /** Octets arrived, in whatever chunks; they must not be written to afterwards. */
  received(connection: Connection, octets: Uint8Array, now: Millis): void {
    const channel = this.#channels.of(connection);
    channel?.push(octets);
    while (channel !== null && this.#channels.of(connection) === channel) {
      const message = channel.receive();
      if (message === null) return;
      this.#receive(connection, channel, message, now);
    }
  }

  /** The neighbour took octets. */
  progressed(connection: Connection, now: Millis): void {
    this.#hear(connection, { kind: 'outputProgressed' }, now);
  }

  /** The next octets to write, at least one message and at most about `maxOctets`; `null` when there is nothing to say. */
  next(connection: Connection, maxOctets: number): Uint8Array | null {
    const said = this.#channels.of(connection)?.take() ?? null;
    if (said !== null || !this.#isSession(connection)) return said;
    const routes = this.#adjRibOut.next(maxOctets);
    if (routes !== null) this.#report.counters.sentMessages(routes);
    return routes;
  }

  deadline(): Millis | null {
    return earliest(peeringDeadline(this.#peering), this.#inbound.deadline());
  }

  wake(now: Millis): void {
    this.#inbound.wake(now);
    this.#tell({ kind: 'deadlineReached' }, now);
  }

  /** What happened and what is to be done since the last time. */
  take(): readonly PeerOutput[] {
    return this.#report.take();
  }

  get state(): PeerStatus['state'] {
    return this.#peering.session.state.kind;
  }

  status(): PeerStatus {
    const { state, connection } = this.#peering.session;
    return {
      state: state.kind,
      session: this.#established(),
      endpoints: this.#channels.of(connection)?.endpoints ?? null,
      since: state.kind === 'established' ? state.since : null,
      lastEnding: this.#report.lastEnding,
      prefixesReceived: this.#inbound.prefixes('ipv4/unicast') + this.#inbound.prefixes('ipv6/unicast'),
      pending: this.#adjRibOut.pending,
      counters: this.#report.counters.snapshot(),
    };
  }

  #established(): Session | null {
    const { state } = this.#peering.session;
    return state.kind === 'established' ? state.session : null;
  }

  #isSession({ id }: Connection): boolean {
    const { state, connection } = this.#peering.session;
    return state.kind === 'established' && connection?.id === id;
  }

  #tell(event: CommonEvent, now: Millis): void {
    this.#apply(tell(this.#peering, event, now), now);
  }

  #hear({ id }: Connection, event: SessionEvent, now: Millis): void {
    this.#apply(hear(this.#peering, id, event, now), now);
  }

  #apply({ peering, orders }: PeeringStep, now: Millis): void {
    this.#peering = peering;
    for (const order of orders) this.#carryOut(order, now);
  }

  #carryOut({ action, connection }: Order, now: Millis): void {
    switch (action.kind) {
      case 'connect':
        if (connection !== null) this.#report.add({ kind: 'dial', connection });
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
        this.#startSession(action.session, connection, now);
        return;
      case 'endSession':
        this.#endSession(action.session, action.ending, now);
        return;
      case 'reportFailure':
        this.#report.failed(action.ending);
    }
  }

  #send(connection: Connection | null, message: SentMessage): void {
    if (this.#channels.send(connection, message)) this.#report.counters.sent(message.kind);
  }

  #close(connection: Connection | null, abort: boolean): void {
    if (connection === null) return;
    const last = this.#channels.close(connection);
    this.#report.add({ kind: 'close', connection, last: abort ? null : last, abort });
  }

  #startSession(session: Session, connection: Connection | null, now: Millis): void {
    const channel = this.#channels.of(connection);
    if (channel === null) return;
    this.#adjRibOut.established(outSession(session, channel.context, channel.endpoints, this.#settings));
    this.#inbound.established(session, channel.context, now);
    this.#report.established(session);
    const settings = afterRestart(this.#settings);
    if (settings === this.#settings) return;
    this.#settings = settings;
    this.#tell({ kind: 'configured', settings: settings.session }, now);
  }

  #endSession(session: Session, ending: Ending, now: Millis): void {
    this.#adjRibOut.disconnected();
    this.#inbound.ended(session, ending, now);
    this.#report.down(session, ending);
  }

  #receive(
    connection: Connection,
    channel: Channel,
    message: DecodedMessage | ProtocolError,
    now: Millis,
  ): void {
    if (message.kind === 'protocolError') {
      const notification = notificationFor(message);
      this.#hear(connection, { kind: 'malformedReceived', notification, detail: message.text }, now);
      return;
    }
    this.#report.counters.received(message.kind);
    switch (message.kind) {
      case 'open':
        this.#hear(connection, { kind: 'openReceived', open: message }, now);
        this.#agree(connection, channel);
        return;
      case 'update':
        this.#hear(connection, UPDATE_RECEIVED, now);
        if (this.#isSession(connection)) this.#takeRoutes(message, now);
        return;
      case 'notification':
        this.#hear(connection, notificationReceived(message), now);
        return;
      case 'keepalive':
        this.#hear(connection, KEEPALIVE_RECEIVED, now);
        return;
      case 'routeRefresh':
        this.#hear(connection, { kind: 'routeRefreshReceived' }, now);
        if (this.#isSession(connection)) this.#refresh(message, now);
    }
  }

  /** From the neighbour's OPEN on, octets mean what both agreed on. */
  #agree({ id }: Connection, channel: Channel): void {
    const { session, rival } = this.#peering;
    const state = [session, rival].find((line) => line?.connection?.id === id)?.state;
    if (state?.kind !== 'openConfirm') return;
    const { sent, received, peerType } = state.session;
    channel.agree(agreedContext(sent, received, peerType));
  }

  #takeRoutes(update: ReceivedUpdate, now: Millis): void {
    const { errors, endOfRib } = update;
    this.#report.malformedUpdate(errors);
    const overfull = this.#inbound.receive(update);
    if (endOfRib !== null) this.#report.add({ kind: 'endOfRib', family: endOfRib });
    else if (this.#inbound.takesRoutes && !this.#inbound.isIgnored(update))
      this.#report.add({ kind: 'update', update });
    this.#endIfOverfull(overfull, now);
  }

  #endIfOverfull(family: UnicastFamily | null, now: Millis): boolean {
    const session = this.#established();
    if (family === null || session === null) return false;
    this.#tell(tooManyPrefixes(family, this.#settings, session), now);
    return true;
  }

  /** Routes that go out differently under new settings go out again. */
  #renewRoutes(): void {
    const session = this.#established();
    const channel = this.#channels.of(this.#peering.session.connection);
    if (session === null || channel === null) return;
    this.#adjRibOut.renew(outSession(session, channel.context, channel.endpoints, this.#settings));
  }

  /** A request for a family that was not agreed on is ignored (RFC 2918 §4), and so are marks that were not (RFC 7313 §5). */
  #refresh(message: RouteRefresh, now: Millis): void {
    const { family, subtype } = message;
    if (subtype === 'request' && isUnicast(family)) this.#adjRibOut.refresh(family);
    else this.#inbound.mark(message, now);
  }
}

/** With the text that the neighbour's operator wrote (RFC 9003). */
function notificationReceived(notification: Notification): SessionEvent {
  return { kind: 'notificationReceived', notification, detail: shutdownCommunication(notification) };
}

const PREFIX_LIMIT_EXCEEDED: Configured = { kind: 'sessionReset', because: ['prefixLimit'] };
const NO_FILTERS = new Uint8Array();
const UPDATE_RECEIVED: SessionEvent = { kind: 'updateReceived' };
const KEEPALIVE_RECEIVED: SessionEvent = { kind: 'keepaliveReceived' };
