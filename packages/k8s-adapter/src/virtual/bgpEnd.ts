import type { Connection, Endpoints, Peer, PeerOutput } from '@fairlead/bgp-core';
import type { Millis } from '@fairlead/inet';
import type { Timeline } from './timeline.ts';

/** What carries the connections of an end. */
export interface Cable {
  dial(end: BgpEnd, connection: Connection): void;
  /** Octets towards the other side. */
  send(end: BgpEnd, connection: Connection, octets: Uint8Array): void;
  close(end: BgpEnd, connection: Connection, last: Uint8Array | null): void;
}

/** What a peer tells its owner, other than orders to its driver. */
export type PeerNews = Exclude<PeerOutput, { readonly kind: 'dial' | 'close' }>;

/** Drives a peer of bgp-core by a virtual clock, over a virtual cable. */
export class BgpEnd {
  readonly peer: Peer;
  readonly endpoints: Endpoints;
  readonly #timeline: Timeline;
  readonly #cable: Cable;
  readonly #tell: (news: PeerNews) => void;
  readonly #connections = new Map<number, Connection>();
  #alarm: Millis | null = null;
  #isOn = true;

  constructor(
    peer: Peer,
    endpoints: Endpoints,
    timeline: Timeline,
    cable: Cable,
    tell: (news: PeerNews) => void,
  ) {
    this.peer = peer;
    this.endpoints = endpoints;
    this.#timeline = timeline;
    this.#cable = cable;
    this.#tell = tell;
  }

  start(): void {
    this.act(() => {
      this.peer.start(this.#timeline.now);
    });
  }

  /** As if the machine lost its power: nothing is said any more. */
  die(): void {
    this.#isOn = false;
    this.#connections.clear();
  }

  /** Changes something about the peer, and does what follows from it. */
  act<T>(change: () => T): T {
    const answer = change();
    if (this.#isOn) this.#settle();
    return answer;
  }

  /** The other side calls; `adopt` takes the connection before anything is said on it. `false` turns the caller away. */
  accept(adopt: (connection: Connection) => void): boolean {
    return this.act(() => {
      const connection = this.peer.accept(this.endpoints, this.#timeline.now);
      if (connection === null) return false;
      this.#connections.set(connection.id, connection);
      adopt(connection);
      return true;
    });
  }

  opened(connection: Connection): void {
    this.#connections.set(connection.id, connection);
    this.act(() => {
      this.peer.opened(connection, this.endpoints, this.#timeline.now);
    });
  }

  failed(connection: Connection, detail: string): void {
    this.#connections.delete(connection.id);
    this.act(() => {
      this.peer.failed(connection, detail, this.#timeline.now);
    });
  }

  received(connection: Connection, octets: Uint8Array): void {
    this.act(() => {
      this.peer.received(connection, octets, this.#timeline.now);
    });
  }

  #settle(): void {
    for (let outputs = this.peer.take(); outputs.length > 0; outputs = this.peer.take()) {
      for (const output of outputs) this.#carryOut(output);
    }
    for (const connection of this.#connections.values()) this.#pump(connection);
    this.#setAlarm();
  }

  #carryOut(output: PeerOutput): void {
    switch (output.kind) {
      case 'dial':
        this.#cable.dial(this, output.connection);
        return;
      case 'close':
        this.#connections.delete(output.connection.id);
        this.#cable.close(this, output.connection, output.last);
        return;
      case 'established':
      case 'down':
      case 'failed':
      case 'update':
      case 'endOfRib':
      case 'malformedUpdate':
        this.#tell(output);
    }
  }

  #pump(connection: Connection): void {
    for (
      let octets = this.peer.next(connection, CHUNK);
      octets !== null;
      octets = this.peer.next(connection, CHUNK)
    ) {
      this.#cable.send(this, connection, octets);
      this.peer.progressed(connection, this.#timeline.now);
    }
  }

  /** Waking too early changes nothing, so an alarm is never called off. */
  #setAlarm(): void {
    const deadline = this.peer.deadline();
    if (deadline === null || (this.#alarm !== null && this.#alarm <= deadline)) return;
    this.#alarm = deadline;
    this.#timeline.at(deadline, () => {
      this.#alarm = null;
      if (!this.#isOn) return;
      this.act(() => {
        this.peer.wake(this.#timeline.now);
      });
    });
  }
}

const CHUNK = 65_536;
