import type { Socket } from 'node:net';
import type { Farewell } from '../peer/farewell.ts';
import { readDynamic, readSpeaker } from './config.ts';
import type { DynamicConfig, Identity, NeighborConfig, SpeakerConfig } from './config.ts';
import { Emitter } from './emitter.ts';
import { Listeners } from './listeners.ts';
import type { Neighbor } from './neighbor.ts';
import { NeighborDriver } from './neighborDriver.ts';
import { Neighborhood } from './neighborhood.ts';
import { isOwnAddress } from './ownAddress.ts';
import { nodeSockets } from './socketFactory.ts';
import type { ListenAddress, Listener, SocketFactory } from './socketFactory.ts';

/** What a speaker tells its owner. */
export interface SpeakerEvents {
  /** A neighbour that was not known before calls; it may be told routes at once. */
  neighbor: [neighbor: Neighbor];
  /** Somebody called who is no neighbour. */
  refused: [address: string];
}

/** A BGP speaker on sockets, with any number of neighbours. */
export class Speaker {
  readonly #identity: Identity;
  readonly #wanted: readonly ListenAddress[];
  readonly #sockets: SocketFactory;
  readonly #listeners: Listeners;
  readonly #neighborhood = new Neighborhood();
  readonly #events = new Emitter<SpeakerEvents>();
  #isStarted = false;

  /** Throws a RangeError or TypeError that names the field. */
  constructor(config: SpeakerConfig) {
    const { identity, listen } = readSpeaker(config);
    this.#identity = identity;
    this.#wanted = listen;
    this.#sockets = config.sockets ?? nodeSockets;
    this.#listeners = new Listeners(this.#sockets);
  }

  /** Where the speaker listens, with the ports that the system chose. */
  get listening(): readonly ListenAddress[] {
    return this.#listeners.addresses();
  }

  get neighbors(): readonly Neighbor[] {
    return this.#neighborhood.all();
  }

  /** Listens and calls; rejects with the system's error when an address cannot be bound. */
  async start(): Promise<void> {
    await this.#listeners.open(this.#wanted, (socket, listener) => {
      this.#called(socket, listener);
    });
    this.#isStarted = true;
    for (const neighbor of this.#neighborhood.all()) neighbor.start();
  }

  /** Says goodbye to all neighbours and resolves when the last connection is gone, within a few seconds. */
  async stop(how: Farewell = {}): Promise<void> {
    this.#isStarted = false;
    const neighbors = this.#neighborhood.all();
    for (const neighbor of neighbors) neighbor.stop(how);
    await Promise.all([this.#listeners.close(), ...neighbors.map((neighbor) => neighbor.idle())]);
  }

  /** Throws a RangeError or TypeError that names the field. */
  addNeighbor(config: NeighborConfig): Neighbor {
    const neighbor = this.#newNeighbor(config);
    if (isOwnAddress(neighbor.transport, this.#wanted)) {
      throw new RangeError(
        `address: ${neighbor.address} port ${neighbor.transport.port} is where this speaker listens`,
      );
    }
    this.#neighborhood.add(neighbor);
    this.#expect(neighbor);
    if (this.#isStarted) neighbor.start();
    return neighbor;
  }

  /** Takes calls of neighbours that are not known beforehand; each is told as a `neighbor` event. */
  acceptNeighbors(config: DynamicConfig): void {
    const welcome = readDynamic(config, this.#identity);
    this.#sockets.check(welcome.options);
    this.#neighborhood.welcome(welcome);
    if (welcome.origin.kind === 'range') this.#listeners.expect(welcome.origin.range, welcome.options);
  }

  /** Ends the session and forgets the neighbour. */
  removeNeighbor(neighbor: Neighbor, how: Farewell = { reason: 'peerDeconfigured' }): void {
    const known = this.#neighborhood.remove(neighbor);
    if (known === null) throw new RangeError(`${neighbor.address} is no neighbour of this speaker`);
    known.stop(how);
    this.#listeners.forget(known.address);
  }

  on<Name extends keyof SpeakerEvents>(name: Name, listener: (...event: SpeakerEvents[Name]) => void): this {
    this.#events.on(name, listener);
    return this;
  }

  #newNeighbor(config: NeighborConfig, atRest: (() => void) | null = null): NeighborDriver {
    return new NeighborDriver(config, this.#identity, this.#sockets, {
      moved: (neighbor) => {
        this.#expect(neighbor);
      },
      atRest,
    });
  }

  #expect({ address, transport: { options } }: NeighborDriver): void {
    if (Object.keys(options).length > 0) this.#listeners.expect(address, options);
    else this.#listeners.forget(address);
  }

  #called(socket: Socket, listener: Listener): void {
    const neighbor = this.#neighborhood.find(socket) ?? this.#welcome(socket);
    if (neighbor !== null) {
      neighbor.accept(socket, listener);
      return;
    }
    const { remoteAddress } = socket;
    socket.destroy();
    if (remoteAddress !== undefined) this.#events.emit('refused', remoteAddress);
  }

  /** A neighbour for the time that it stays. */
  #welcome(socket: Socket): NeighborDriver | null {
    const template = this.#neighborhood.templateFor(socket);
    if (template === null) return null;
    const neighbor = this.#newNeighbor(template, () => {
      this.#neighborhood.remove(neighbor);
      neighbor.stop();
    });
    this.#neighborhood.add(neighbor);
    this.#events.emit('neighbor', neighbor);
    neighbor.start();
    return neighbor;
  }
}
