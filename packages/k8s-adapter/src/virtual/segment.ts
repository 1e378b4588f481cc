import { macFromNumber } from '@fairlead/inet';
import type { IpAddress, MacAddress, Millis } from '@fairlead/inet';
import { Responder } from '@fairlead/l2-core';
import type { OwnedAddress, ResponderOptions } from '@fairlead/l2-core';
import type { Timeline } from './timeline.ts';

/** An Ethernet segment: what one station sends, all others receive a little later. */
export class Segment {
  readonly #timeline: Timeline;
  readonly #latency: number;
  readonly #stations = new Set<Station>();

  constructor(timeline: Timeline, latency: number) {
    this.#timeline = timeline;
    this.#latency = latency;
  }

  attach(station: Station): void {
    this.#stations.add(station);
  }

  detach(station: Station): void {
    this.#stations.delete(station);
  }

  send(from: Station, frame: Uint8Array): void {
    this.#timeline.after(this.#latency, () => {
      for (const station of [...this.#stations]) if (station !== from) station.receive(frame);
    });
  }
}

/** Something on a segment. */
export interface Station {
  receive(frame: Uint8Array): void;
}

/** Drives a responder of l2-core by a virtual clock, on a virtual segment. */
export class VirtualResponder implements Station {
  readonly mac: MacAddress;
  readonly #responder: Responder;
  readonly #timeline: Timeline;
  readonly #segment: Segment;
  readonly #changed: () => void;
  #isUp = true;
  #alarm: Millis | null = null;

  /** `changed` is called when it may answer for other addresses than before. */
  constructor(
    mac: number,
    timeline: Timeline,
    segment: Segment,
    options: ResponderOptions,
    changed: () => void,
  ) {
    this.mac = macFromNumber(mac);
    this.#timeline = timeline;
    this.#segment = segment;
    this.#changed = changed;
    this.#responder = new Responder(this.#link(), timeline.now, options);
    segment.attach(this);
  }

  /** Replaces what is answered for; `successorOf` knows the MAC address of the next owner of what is let go. */
  own(
    addresses: readonly OwnedAddress[],
    successorOf: (address: IpAddress) => MacAddress | null = () => null,
  ): void {
    const kept = new Set(addresses.map(({ address }) => address));
    for (const { address } of this.#responder.status())
      if (!kept.has(address)) this.#responder.release(address, successorOf(address));
    this.#responder.own(addresses, this.#timeline.now);
    this.#settle();
    this.#changed();
  }

  setPartners(macs: readonly MacAddress[]): void {
    this.#responder.setPartners(macs);
  }

  /** Whether a frame that asks for an address would be answered; nothing is sent. */
  answers(frame: Uint8Array): boolean {
    if (!this.#isUp) return false;
    const verdict = this.#responder.receive(frame, 0, frame.length, this.#timeline.now);
    this.#takeFrames();
    return verdict === 'replied';
  }

  receive(frame: Uint8Array): void {
    if (!this.#isUp) return;
    this.#responder.receive(frame, 0, frame.length, this.#timeline.now);
    this.#settle();
  }

  /** The link of the machine fails or comes back. */
  setLink(isUp: boolean): void {
    this.#isUp = isUp;
    this.#responder.linkChanged(this.#link(), this.#timeline.now);
    this.#settle();
    this.#changed();
  }

  /** The machine has lost its power. */
  die(): void {
    this.#isUp = false;
    this.#segment.detach(this);
    this.#changed();
  }

  #link(): { readonly mac: MacAddress; readonly isUp: boolean; readonly vlan: null } {
    return { mac: this.mac, isUp: this.#isUp, vlan: null };
  }

  #settle(): void {
    for (const frame of this.#takeFrames()) if (this.#isUp) this.#segment.send(this, frame);
    if (this.#responder.takeEvents().length > 0) this.#changed();
    this.#setAlarm();
  }

  #takeFrames(): readonly Uint8Array[] {
    const { ipv4, ipv6 } = this.#responder.frames;
    const frames = [...ipv4.frames(), ...ipv6.frames()];
    ipv4.clear();
    ipv6.clear();
    return frames;
  }

  /** Waking too early changes nothing, so an alarm is never called off. */
  #setAlarm(): void {
    const deadline = this.#responder.nextDeadline();
    if (deadline === null || (this.#alarm !== null && this.#alarm <= deadline)) return;
    this.#alarm = deadline;
    this.#timeline.at(deadline, () => {
      this.#alarm = null;
      if (!this.#isUp) return;
      this.#responder.deadlineReached(this.#timeline.now);
      this.#settle();
    });
  }
}
