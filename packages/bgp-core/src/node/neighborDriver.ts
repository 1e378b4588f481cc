import type { Socket } from 'node:net';
import type { Prefix } from '@fairlead/inet';
import type { UnicastFamily } from '../family.ts';
import type { Configured } from '../peer/configurationChange.ts';
import type { Farewell } from '../peer/farewell.ts';
import type { PeerOutput } from '../peer/output.ts';
import { Peer } from '../peer.ts';
import type { ReceivedRoute } from '../route/adjRibIn.ts';
import type { Withheld } from '../route/adjRibOut.ts';
import type { Difference } from '../route/outTable.ts';
import type { Route } from '../route/route.ts';
import type { Connection } from '../session/peering.ts';
import { Alarm, monotonicNow } from './clock.ts';
import { readNeighbor, transportChange } from './config.ts';
import type { Identity, NeighborConfig, Transport } from './config.ts';
import { Emitter } from './emitter.ts';
import type { Neighbor, NeighborEvents, NeighborStatus } from './neighbor.ts';
import type { Listener, SocketFactory } from './socketFactory.ts';
import { endpointsOf, TcpConnection } from './tcpConnection.ts';

/** What a neighbour needs of its speaker. */
export interface NeighborHost {
  /** The options of its connections are others now. */
  moved(neighbor: NeighborDriver): void;
  /** Nobody is connected any more and no call will be made. */
  readonly atRest: (() => void) | null;
}

/** Carries out what a peer orders: sockets, one timer, events. */
export class NeighborDriver implements Neighbor {
  readonly #speaker: Identity;
  readonly #sockets: SocketFactory;
  readonly #host: NeighborHost;
  readonly #peer: Peer;
  readonly #events = new Emitter<NeighborEvents>();
  readonly #connections = new Map<number, { readonly connection: Connection; readonly tcp: TcpConnection }>();
  readonly #alarm: Alarm;
  #transport: Transport;
  #isSettling = false;
  #isFlushDue = false;
  #wasCalled = false;

  constructor(config: NeighborConfig, speaker: Identity, sockets: SocketFactory, host: NeighborHost) {
    const { transport, peer } = readNeighbor(config, speaker);
    sockets.check(transport.options);
    this.#speaker = speaker;
    this.#host = host;
    this.#sockets = sockets;
    this.#transport = transport;
    this.#peer = new Peer(peer, Math.trunc(Math.random() * 2 ** 32));
    this.#alarm = new Alarm(() => {
      this.#act(() => {
        this.#peer.wake(monotonicNow());
      });
    });
  }

  get name(): string {
    return this.#transport.name;
  }

  get address(): string {
    return withZone(this.#transport);
  }

  get transport(): Transport {
    return this.#transport;
  }

  advertise(routes: Iterable<Route>): Difference {
    this.#flushSoon();
    return this.#peer.advertise(routes);
  }

  announce(route: Route): boolean {
    this.#flushSoon();
    return this.#peer.announce(route);
  }

  objectionTo(route: Route): string | null {
    return this.#peer.objectionTo(route);
  }

  withdraw(prefix: Prefix, pathId?: number): boolean {
    this.#flushSoon();
    return this.#peer.withdraw(prefix, pathId);
  }

  configure(config: NeighborConfig): Configured {
    const { transport, peer } = readNeighbor(config, this.#speaker);
    if (withZone(transport) !== this.address) {
      throw new RangeError(
        `address: this neighbour is ${this.address}; ${withZone(transport)} is another one`,
      );
    }
    this.#sockets.check(transport.options);
    const moved = transportChange(this.#transport, transport);
    this.#transport = transport;
    if (moved.length > 0) this.#host.moved(this);
    return this.#act(() => this.#peer.configure(peer, monotonicNow(), moved));
  }

  withheld(): readonly Withheld[] {
    return this.#peer.withheld();
  }

  routes(family: UnicastFamily): IterableIterator<ReceivedRoute> {
    return this.#peer.routes(family);
  }

  requestRoutes(): boolean {
    return this.#act(() => this.#peer.requestRoutes());
  }

  start(): void {
    this.#act(() => {
      this.#peer.start(monotonicNow());
    });
  }

  stop(how: Farewell = {}): void {
    this.#act(() => {
      this.#peer.stop(monotonicNow(), how);
    });
  }

  status(): NeighborStatus {
    return { name: this.name, address: this.address, port: this.#transport.port, ...this.#peer.status() };
  }

  on<Name extends keyof NeighborEvents>(
    name: Name,
    listener: (...event: NeighborEvents[Name]) => void,
  ): this {
    this.#events.on(name, listener);
    return this;
  }

  off<Name extends keyof NeighborEvents>(
    name: Name,
    listener: (...event: NeighborEvents[Name]) => void,
  ): this {
    this.#events.off(name, listener);
    return this;
  }

  /** The neighbour calls. */
  accept(socket: Socket, listener: Listener): void {
    const endpoints = endpointsOf(socket);
    if (endpoints === null) {
      socket.destroy();
      return;
    }
    listener.protect(socket, this.#transport.options);
    this.#act(() => {
      const connection = this.#peer.accept(endpoints, monotonicNow());
      if (connection === null) {
        socket.destroy();
        return;
      }
      this.#wasCalled = true;
      this.#adopt(connection, socket);
      socket.resume();
    });
  }

  /** Resolves when the last connection is gone. */
  async idle(): Promise<void> {
    await Promise.all([...this.#connections.values()].map(({ tcp }) => tcp.gone));
  }

  #act<T>(change: () => T): T {
    const answer = change();
    this.#settle();
    return answer;
  }

  /** One output after the other, then what is to be written, then the next deadline. */
  #settle(): void {
    if (this.#isSettling) return;
    this.#isSettling = true;
    for (let outputs = this.#peer.take(); outputs.length > 0; outputs = this.#peer.take()) {
      for (const output of outputs) this.#carryOut(output);
    }
    for (const { connection, tcp } of this.#connections.values()) {
      tcp.pump((maxOctets) => this.#peer.next(connection, maxOctets));
    }
    this.#isSettling = false;
    this.#alarm.set(this.#peer.deadline());
    if (this.#connections.size === 0 && this.#wasCalled && this.#peer.state === 'active')
      this.#host.atRest?.();
  }

  /** What is announced in one go travels together. */
  #flushSoon(): void {
    if (this.#isFlushDue) return;
    this.#isFlushDue = true;
    queueMicrotask(() => {
      this.#isFlushDue = false;
      this.#settle();
    });
  }

  #carryOut(output: PeerOutput): void {
    switch (output.kind) {
      case 'dial':
        this.#dial(output.connection);
        return;
      case 'close': {
        const tcp = this.#connections.get(output.connection.id)?.tcp;
        if (output.abort) tcp?.abort();
        else tcp?.close(output.last);
        return;
      }
      case 'established':
        this.#events.emitSoon('established', output.session);
        return;
      case 'down':
        this.#events.emitSoon('down', output.ending, output.session);
        return;
      case 'failed':
        this.#events.emitSoon('failed', output.ending);
        return;
      case 'update':
        this.#events.emitSoon('update', output.update);
        return;
      case 'endOfRib':
        this.#events.emitSoon('endOfRib', output.family);
        return;
      case 'malformedUpdate':
        this.#events.emitSoon('malformedUpdate', output.errors);
    }
  }

  #dial(connection: Connection): void {
    const { port, local, options } = this.#transport;
    const target = { address: this.address, port, ...(local === null ? {} : { localAddress: local }) };
    try {
      this.#adopt(connection, this.#sockets.dial(target, options));
    } catch (error) {
      this.#peer.failed(connection, error instanceof Error ? error.message : String(error), monotonicNow());
    }
  }

  #adopt(connection: Connection, socket: Socket): void {
    const tcp = new TcpConnection(socket, {
      opened: (endpoints) => {
        this.#act(() => {
          this.#peer.opened(connection, endpoints, monotonicNow());
        });
      },
      received: (octets) => {
        this.#act(() => {
          this.#peer.received(connection, octets, monotonicNow());
        });
      },
      progressed: () => {
        this.#act(() => {
          this.#peer.progressed(connection, monotonicNow());
        });
      },
      closed: (detail) => {
        this.#connections.delete(connection.id);
        this.#act(() => {
          this.#peer.failed(connection, detail, monotonicNow());
        });
      },
    });
    this.#connections.set(connection.id, { connection, tcp });
  }
}

function withZone({ remote, zone }: Transport): string {
  return zone === null ? remote : `${remote}%${zone}`;
}
