import { macFromNumber } from '@fairlead/inet';
import type { IpAddress, MacAddress } from '@fairlead/inet';
import { claimIn, question } from '../virtual/question.ts';
import type { Segment, Station } from '../virtual/segment.ts';
import type { Timeline } from '../virtual/timeline.ts';

/** A host that talks to addresses all the time: it asks for them, believes what it hears, and asks again. */
export class Host implements Station {
  readonly mac: MacAddress = macFromNumber(HOST_MAC);
  readonly #timeline: Timeline;
  readonly #segment: Segment;
  readonly #changed: (address: IpAddress) => void;
  readonly #entries = new Map<IpAddress, { mac: MacAddress | null; heardAt: number }>();

  constructor(timeline: Timeline, segment: Segment, changed: (address: IpAddress) => void) {
    this.#timeline = timeline;
    this.#segment = segment;
    this.#changed = changed;
    segment.attach(this);
  }

  /** Begins to talk to an address. */
  talkTo(address: IpAddress): void {
    if (this.#entries.has(address)) return;
    this.#entries.set(address, { mac: null, heardAt: this.#timeline.now });
    this.#ask(address);
  }

  /** Where it sends packets for the address; `null` where it does not know. */
  entry(address: IpAddress): MacAddress | null {
    return this.#entries.get(address)?.mac ?? null;
  }

  receive(frame: Uint8Array): void {
    const claim = claimIn(frame);
    const entry = claim === null ? undefined : this.#entries.get(claim.address);
    if (claim === null || entry === undefined) return;
    entry.heardAt = this.#timeline.now;
    this.#learn(claim.address, macFromNumber(claim.mac));
  }

  #ask(address: IpAddress): void {
    const entry = this.#entries.get(address);
    if (entry === undefined) return;
    const silence = this.#timeline.now - entry.heardAt;
    if (entry.mac !== null && silence >= REACHABLE + PATIENCE) this.#learn(address, null);
    if (entry.mac === null || silence >= REACHABLE) this.#segment.send(this, question(this.mac, address));
    this.#timeline.after(SECOND, () => {
      this.#ask(address);
    });
  }

  #learn(address: IpAddress, mac: MacAddress | null): void {
    const entry = this.#entries.get(address);
    if (entry === undefined || entry.mac === mac) return;
    entry.mac = mac;
    this.#changed(address);
  }
}

const HOST_MAC = 0x02_00_00_ff_ff_fe;
const SECOND = 1000;
/** As RFC 4861 §10 has it: half a minute, and three questions without an answer. */
const REACHABLE = 30_000;
const PATIENCE = 3000;
