import type { MacAddress } from '@fairlead/inet';
import type { PacketSocket, PacketSocketOptions, PacketStatistics } from '../network.ts';
import type { FrameBatch } from '../packet/frameBatch.ts';
import { viewOf } from './frame.ts';

/** The interface that a packet socket in memory is on. */
export interface PacketPort {
  readonly isUp: () => boolean;
  /** Whether the interface takes frames to this MAC address for itself or for a macvlan on it. */
  readonly takes: (mac: MacAddress) => boolean;
  readonly send: (frame: Uint8Array) => void;
  readonly detach: (socket: MemoryPacketSocket) => void;
}

/** A packet socket in memory; hands over in batches what arrives in one turn of the event loop. */
export class MemoryPacketSocket implements PacketSocket {
  readonly #port: PacketPort;
  readonly #options: PacketSocketOptions;
  #waiting: Uint8Array[] = [];
  #received = 0;
  #isClosed = false;

  constructor(port: PacketPort, options: PacketSocketOptions) {
    this.#port = port;
    this.#options = options;
  }

  send({ octets, starts, lengths, count }: FrameBatch): number {
    if (this.#isClosed || !this.#port.isUp()) return 0;
    for (let i = 0; i < count; i++) {
      const start = starts[i] ?? 0;
      this.#port.send(octets.slice(start, start + (lengths[i] ?? 0)));
    }
    return count;
  }

  statistics(): PacketStatistics {
    return { received: this.#received, dropped: 0 };
  }

  close(): void {
    this.#isClosed = true;
    this.#port.detach(this);
  }

  /** A frame on the wire. */
  receive(frame: Uint8Array): void {
    if (!this.#passes(frame)) return;
    this.#received++;
    if (this.#waiting.push(frame) === 1)
      setImmediate(() => {
        this.#handOver();
      });
  }

  /** The interface went down or away. */
  down(): void {
    setImmediate(() => {
      if (!this.#isClosed) this.#options.onDown();
    });
  }

  #passes(frame: Uint8Array): boolean {
    const { protocol, vlan = null } = this.#options;
    const view = viewOf(frame);
    if (view?.protocol !== protocol || view.vlan !== vlan) return false;
    return view.isGroup || this.#port.takes(view.destination);
  }

  #handOver(): void {
    const frames = this.#waiting;
    this.#waiting = [];
    if (this.#isClosed) return;
    const lengths = Uint32Array.from(frames, (frame) => frame.length);
    let end = 0;
    const starts = lengths.map((length) => (end += length) - length);
    const octets = new Uint8Array(end);
    frames.forEach((frame, index) => {
      octets.set(frame, starts[index]);
    });
    this.#options.onFrames({ octets, starts, lengths, count: frames.length });
  }
}
