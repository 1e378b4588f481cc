import { millis } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import { Peer } from '@fairlead/bgp-core';
import type { Connection, Endpoints, PeerConfig, PeerOutput } from '@fairlead/bgp-core';
import { ipv4 } from '../support/session.ts';

export type Side = 'left' | 'right';

/** Two peers on a simulated network and a virtual clock; octets travel in chunks of a chosen size. */
export class Conversation {
  left: Peer;
  readonly right: Peer;
  /** What each side told its owner, in words. */
  readonly told: Record<Side, PeerOutput[]> = { left: [], right: [] };
  now: Millis = millis(0);
  endpoints: Readonly<Record<Side, Endpoints>> = ENDPOINTS;
  /** Whether calls are answered. */
  isReachable = true;
  readonly #chunk: number;
  readonly #links: Link[] = [];
  readonly #silent = new Set<Side>();

  constructor(left: PeerConfig, right: PeerConfig, chunk = 65_536) {
    this.left = new Peer(left, 1);
    this.right = new Peer(right, 2);
    this.#chunk = chunk;
  }

  /** Starts both sides and lets them talk. */
  start(): this {
    this.left.start(this.now);
    this.right.start(this.now);
    return this.settle();
  }

  /** Lets everything that is on its way arrive. */
  settle(): this {
    while (this.#carryOut('left') || this.#carryOut('right') || this.#deliver()) continue;
    return this;
  }

  /** Lets time pass, with every timer on its way. */
  pass(span: number): this {
    const end = millis(this.now + span);
    for (let due = this.#due(); due !== null && due <= end; due = this.#due()) {
      this.now = millis(Math.max(due, this.now));
      this.left.wake(this.now);
      this.right.wake(this.now);
      this.settle();
    }
    this.now = end;
    return this;
  }

  /** Tears all connections, as a broken cable that both sides notice. */
  cut(): this {
    for (const link of this.#links.splice(0)) {
      for (const side of SIDES) this.#peer(side).failed(link[side], 'the cable was cut', this.now);
    }
    return this.settle();
  }

  /** Another process in the place of the left one, which was stopped. */
  replaceLeft(config: PeerConfig): this {
    this.left = new Peer(config, 3);
    return this;
  }

  /** What one side says does not arrive any more. */
  silence(side: Side): this {
    this.#silent.add(side);
    return this;
  }

  /** Octets of our own on the connection of a session. */
  inject(towards: Side, octets: Uint8Array): this {
    const link = this.#links.at(-1);
    if (link !== undefined) this.#peer(towards).received(link[towards], octets, this.now);
    return this.settle();
  }

  states(): string {
    return `${this.left.status().state} ${this.right.status().state}`;
  }

  /** How sessions began and ended. */
  events(side: Side): readonly string[] {
    return this.told[side].flatMap((output) => {
      if (output.kind === 'down' || output.kind === 'failed')
        return [`${output.kind} ${output.ending.reason}`];
      return output.kind === 'established' ? [output.kind] : [];
    });
  }

  #due(): Millis | null {
    const [left, right] = [this.left.deadline(), this.right.deadline()];
    return left === null ? right : right === null ? left : millis(Math.min(left, right));
  }

  #carryOut(side: Side): boolean {
    const outputs = this.#peer(side).take();
    for (const output of outputs) {
      if (output.kind === 'dial') this.#dial(side, output.connection);
      else if (output.kind === 'close') this.#close(side, output.connection, output.last);
      else this.told[side].push(output);
    }
    return outputs.length > 0;
  }

  #dial(side: Side, connection: Connection): void {
    const other = otherSide(side);
    const accepted = this.isReachable ? this.#peer(other).accept(this.endpoints[other], this.now) : null;
    if (accepted === null) {
      this.#peer(side).failed(connection, 'refused', this.now);
      return;
    }
    const link =
      side === 'left' ? { left: connection, right: accepted } : { left: accepted, right: connection };
    this.#links.push(link);
    this.#peer(side).opened(connection, this.endpoints[side], this.now);
  }

  #close(side: Side, connection: Connection, last: Uint8Array | null): void {
    const index = this.#links.findIndex((link) => link[side].id === connection.id);
    const [link] = index < 0 ? [] : this.#links.splice(index, 1);
    if (link === undefined) return;
    const other = otherSide(side);
    if (last !== null) this.#send(other, link, last);
    this.#peer(other).failed(link[other], 'closed', this.now);
  }

  #deliver(): boolean {
    let wasQuiet = true;
    for (const link of [...this.#links]) {
      for (const side of SIDES) {
        const octets = this.#peer(side).next(link[side], 65_536);
        if (octets === null) continue;
        wasQuiet = false;
        this.#send(otherSide(side), link, octets);
        this.#peer(side).progressed(link[side], this.now);
      }
    }
    return !wasQuiet;
  }

  #send(to: Side, link: Link, octets: Uint8Array): void {
    if (this.#silent.has(otherSide(to))) return;
    for (let at = 0; at < octets.length; at += this.#chunk) {
      this.#peer(to).received(link[to], octets.slice(at, at + this.#chunk), this.now);
    }
  }

  #peer(side: Side): Peer {
    return side === 'left' ? this.left : this.right;
  }
}

interface Link {
  readonly left: Connection;
  readonly right: Connection;
}

function otherSide(side: Side): Side {
  return side === 'left' ? 'right' : 'left';
}

const SIDES: readonly Side[] = ['left', 'right'];
const LEFT = ipv4('192.0.2.1');
const RIGHT = ipv4('192.0.2.2');
const ENDPOINTS: Readonly<Record<Side, Endpoints>> = {
  left: { local: LEFT, remote: RIGHT },
  right: { local: RIGHT, remote: LEFT },
};
