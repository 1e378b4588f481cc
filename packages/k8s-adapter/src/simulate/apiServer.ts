import { millis } from '@fairlead/inet';
import type { MemberRecord } from '../k8s/memberRecord.ts';
import type { Timeline } from '../virtual/timeline.ts';
import type { Version } from './controlPlane.ts';
import type { Machine } from './machine.ts';
import type { Timing } from './script.ts';
import type { VirtualSpeaker } from './speaker.ts';

/** What speakers hear of objects and Leases, each a little later than it is so, and what they write. */
export class ApiServer {
  readonly #timeline: Timeline;
  readonly #random: () => number;
  readonly #timing: Timing;
  readonly #machines: ReadonlyMap<string, Machine>;
  readonly #leases = new Map<string, MemberRecord>();
  /** Speakers that gave their Lease back, and do not take it again. */
  readonly #released = new Set<VirtualSpeaker>();
  readonly #held = new WeakMap<VirtualSpeaker, { readonly since: number; readonly until: number }>();
  /** When each has heard of everything until now. */
  readonly #heardUntil = new WeakMap<VirtualSpeaker, number>();
  #version: Version;
  #writes = 0;

  constructor(
    timeline: Timeline,
    random: () => number,
    timing: Timing,
    machines: ReadonlyMap<string, Machine>,
    version: Version,
  ) {
    this.#timeline = timeline;
    this.#random = random;
    this.#timing = timing;
    this.#machines = machines;
    this.#version = version;
  }

  /** Objects are other ones: everybody hears of it, each in its own time. */
  publish(version: Version): void {
    this.#version = version;
    for (const machine of this.#machines.values()) this.#deliver(machine);
  }

  /** A speaker begins to watch, and writes its Lease. */
  join(machine: Machine): void {
    this.beat(machine);
    this.catchUp(machine);
  }

  /** What a watch begins with: everything that there is. */
  catchUp(machine: Machine): void {
    this.#deliver(machine);
    this.#soon(machine, (speaker) => {
      speaker.sync(this.#leases);
    });
  }

  /** Renews the Lease of a machine for as long as it runs, from a time of its own on. */
  keepAlive(machine: Machine): void {
    const interval = this.#timing.lease / 3;
    this.#timeline.after(this.#random() * interval, () => {
      this.#renew(machine, interval);
    });
  }

  /** A speaker gives its Lease back. */
  release(machine: Machine): void {
    if (machine.speaker !== null) this.#released.add(machine.speaker);
    this.#write(machine, null);
  }

  /** A speaker renews its Lease, and holds it once it knows who else is alive. */
  beat(machine: Machine): void {
    const { name, speaker, isConnected } = machine;
    if (speaker === null || !isConnected || this.#released.has(speaker)) return;
    this.#write(machine, speaker.hasJoined ? name : null);
  }

  #deliver(machine: Machine): void {
    const version = this.#version;
    this.#soon(machine, (speaker) => {
      speaker.see(version);
    });
  }

  #renew(machine: Machine, interval: number): void {
    this.beat(machine);
    if (!machine.isConnected) machine.speaker?.lookAround();
    this.#timeline.after(interval * (0.9 + this.#random() / 5), () => {
      this.#renew(machine, interval);
    });
  }

  #write({ name: node, links, speaker }: Machine, holder: string | null): void {
    const since = speaker === null || holder === null ? this.#timeline.now : this.#heldSince(speaker);
    const record: MemberRecord = {
      holder,
      duration: millis(this.#timing.lease),
      renewTime: String(++this.#writes),
      acquireTime: new Date(since).toISOString(),
      transitions: 0,
      links,
      age: (this.#timeline.now - since) / 1000,
      owned: speaker?.owned ?? [],
    };
    this.#leases.set(node, record);
    for (const machine of this.#machines.values()) {
      this.#soon(machine, (speaker) => {
        speaker.observe(node, record);
      });
    }
  }

  /** Since when it holds its Lease without a break. */
  #heldSince(speaker: VirtualSpeaker): number {
    const { now } = this.#timeline;
    const held = this.#held.get(speaker);
    const since = held === undefined || now >= held.until ? now : held.since;
    this.#held.set(speaker, { since, until: now + this.#timing.lease });
    return since;
  }

  /** Lets a speaker hear of something, in order, if it still runs and is connected by then. */
  #soon(machine: Machine, hear: (speaker: VirtualSpeaker) => void): void {
    const { speaker } = machine;
    if (speaker === null || !machine.isConnected) return;
    const soonest = this.#heardUntil.get(speaker) ?? 0;
    const at = Math.max(soonest, this.#timeline.now + this.#random() * this.#timing.watch);
    this.#heardUntil.set(speaker, at);
    this.#timeline.after(at - this.#timeline.now, () => {
      if (machine.speaker !== speaker || !machine.isConnected) return;
      const { hasJoined, owned } = speaker;
      hear(speaker);
      if (hasJoined !== speaker.hasJoined || owned !== speaker.owned) this.beat(machine);
    });
  }
}
