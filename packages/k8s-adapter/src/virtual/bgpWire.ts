import type { Connection } from '@fairlead/bgp-core';
import type { BgpEnd, Cable } from './bgpEnd.ts';
import type { Timeline } from './timeline.ts';

/**
 * Carries the TCP connections between two ends. While it is cut, what is under way waits, as TCP repeats it; a machine
 * that has forgotten a connection answers with a reset.
 */
export class BgpWire implements Cable {
  readonly #timeline: Timeline;
  readonly #latency: number;
  readonly #links: Link[] = [];
  readonly #ends = new Set<BgpEnd>();
  #isCut = false;

  constructor(timeline: Timeline, latency: number) {
    this.#timeline = timeline;
    this.#latency = latency;
  }

  plug(end: BgpEnd): void {
    this.#ends.add(end);
  }

  /** The machine behind the end is off: packets to it are lost. */
  unplug(end: BgpEnd): void {
    this.#ends.delete(end);
    for (const link of this.#links) if (link.sides.delete(end)) link.isForgotten = true;
  }

  cut(): void {
    this.#isCut = true;
  }

  mend(): void {
    this.#isCut = false;
    for (const link of this.#links) for (const deliver of link.waiting.splice(0)) deliver();
  }

  dial(caller: BgpEnd, connection: Connection): void {
    this.#timeline.after(this.#latency, () => {
      const called = this.#otherEnd(caller);
      if (this.#isCut || called === null || !this.#ends.has(caller)) return;
      const link: Link = { sides: new Map([[caller, connection]]), waiting: [], isForgotten: false };
      const isWelcome = called.accept((theirs) => {
        link.sides.set(called, theirs);
        this.#links.push(link);
      });
      if (isWelcome) caller.opened(connection);
      else caller.failed(connection, 'connection refused');
    });
  }

  send(end: BgpEnd, connection: Connection, octets: Uint8Array): void {
    const link = this.#linkOf(end, connection);
    if (link !== null)
      this.#carry(link, end, (other, theirs) => {
        other.received(theirs, octets);
      });
  }

  close(end: BgpEnd, connection: Connection, last: Uint8Array | null): void {
    const link = this.#linkOf(end, connection);
    if (link === null) return;
    this.#carry(link, end, (other, theirs) => {
      if (last !== null) other.received(theirs, last);
      link.sides.delete(other);
      this.#drop(link);
      other.failed(theirs, 'closed by the other side');
    });
    link.sides.delete(end);
  }

  /** Lets something arrive at the other side of a link, when it can. */
  #carry(link: Link, from: BgpEnd, arrive: (other: BgpEnd, theirs: Connection) => void): void {
    const deliver = (): void => {
      if (this.#isCut) {
        link.waiting.push(deliver);
        return;
      }
      const [other] = [...link.sides].filter(([end]) => end !== from);
      if (other !== undefined) arrive(...other);
      else if (link.isForgotten && this.#otherEnd(from) !== null) this.#reset(link, from);
    };
    this.#timeline.after(this.#latency, deliver);
  }

  #reset(link: Link, end: BgpEnd): void {
    const connection = link.sides.get(end);
    link.sides.delete(end);
    this.#drop(link);
    if (connection !== undefined) end.failed(connection, 'connection reset');
  }

  #drop(link: Link): void {
    const index = this.#links.indexOf(link);
    if (index >= 0) this.#links.splice(index, 1);
  }

  #otherEnd(end: BgpEnd): BgpEnd | null {
    for (const other of this.#ends) if (other !== end) return other;
    return null;
  }

  #linkOf(end: BgpEnd, { id }: Connection): Link | null {
    return this.#links.find(({ sides }) => sides.get(end)?.id === id) ?? null;
  }
}

interface Link {
  readonly sides: Map<BgpEnd, Connection>;
  /** Deliveries that the cut holds up. */
  readonly waiting: (() => void)[];
  /** Whether a machine went down with its side of it. */
  isForgotten: boolean;
}
