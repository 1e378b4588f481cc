import { millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import { Peer } from '@fairlead/bgp-core';
import type { Connection, Endpoints, PeerOutput } from '@fairlead/bgp-core';
import { agreedContext, Decoder, Framer, initialContext } from '@fairlead/bgp-core/wire';
import type { WireContext } from '@fairlead/bgp-core/wire';
import { address } from '../support/session.ts';
import { configOf } from './script.ts';

/** A peer, its connections and its clock; every step is checked for what must always hold. */
export class World {
  readonly peer: Peer;
  now: Millis = millis(1000);
  /** Those that the driver would hold open, the oldest first; each with what reads our octets. */
  readonly #open = new Map<number, { readonly connection: Connection; readonly heard: Framer }>();
  readonly #dialled: Connection[] = [];

  constructor(flags: number) {
    this.peer = new Peer(configOf(flags), flags);
  }

  /** One of the connections. */
  pick(number: number): Connection | null {
    const open = [...this.#open.values()];
    return open[number % Math.max(1, open.length)]?.connection ?? null;
  }

  call(): void {
    const accepted = this.peer.accept(ENDPOINTS, this.now);
    if (accepted !== null) this.#open.set(accepted.id, { connection: accepted, heard: new Framer() });
  }

  /** Answers a call of ours, or lets it fail. */
  answer(isUp: boolean): void {
    const connection = this.#dialled.shift();
    if (connection === undefined) return;
    if (isUp) {
      this.#open.set(connection.id, { connection, heard: new Framer() });
      this.peer.opened(connection, ENDPOINTS, this.now);
    } else this.peer.failed(connection, 'refused', this.now);
  }

  break(connection: Connection): void {
    this.#open.delete(connection.id);
    this.peer.failed(connection, 'reset', this.now);
  }

  /** Writes what the peer has to say, as far as the neighbour takes it, and reads it as the neighbour would. */
  write(connection: Connection, most: number): void {
    const octets = this.peer.next(connection, most);
    if (octets === null) return;
    this.#hear(connection, octets);
    this.peer.progressed(connection, this.now);
  }

  pass(span: number): void {
    this.now = millis(this.now + span);
    for (let turns = 0; ; turns++) {
      const deadline = this.peer.deadline();
      if (deadline === null || deadline > this.now) return;
      if (turns > 20) throw new Error('asks to be woken again and again');
      this.peer.wake(this.now);
      this.settle();
    }
  }

  /** Carries out what the peer orders. */
  settle(): void {
    const outputs = this.peer.take();
    if (outputs.length > 4096) throw new Error(`${outputs.length} outputs at once`);
    for (const output of outputs) this.#carryOut(output);
    if (this.#open.size > 2) throw new Error(`${this.#open.size} connections are open`);
    const { state, session, pending, prefixesReceived } = this.peer.status();
    if ((state === 'established') !== (session !== null)) throw new Error('a session out of place');
    if (pending > 100_000 || prefixesReceived > 100_000) throw new Error('memory grows');
  }

  #carryOut(output: PeerOutput): void {
    if (output.kind === 'dial') this.#dialled.push(output.connection);
    if (output.kind !== 'close') return;
    const { connection, last } = output;
    if (last !== null) this.#hear(connection, last);
    this.#open.delete(connection.id);
    const dialled = this.#dialled.findIndex(({ id }) => id === connection.id);
    if (dialled >= 0) this.#dialled.splice(dialled, 1);
  }

  /** What we send must be what the neighbour can read. */
  #hear({ id }: Connection, octets: Uint8Array): void {
    const heard = this.#open.get(id)?.heard;
    if (heard === undefined) return;
    const context = this.#theirContext();
    const decoder = new Decoder(context);
    heard.push(octets);
    for (let next = heard.next(context); next !== null; next = heard.next(context)) {
      if (next.kind === 'protocolError') throw new Error(`we send ${next.text}`);
      const message = decoder.decode(next);
      if (message.kind === 'protocolError') throw new Error(`we send ${message.text}`);
      if (message.kind === 'update' && message.errors.length > 0) throw new Error('we send errors');
    }
  }

  #theirContext(): WireContext {
    const { session } = this.peer.status();
    if (session === null) return { ...initialContext, fourOctetAs: true, extendedMessages: true };
    const { addPath, ...context } = agreedContext(session.sent, session.received, session.peerType);
    return { ...context, addPath: { receive: addPath.send, send: addPath.receive } };
  }
}

const ENDPOINTS: Endpoints = { local: address('192.0.2.1'), remote: address('192.0.2.2') };
