import type { IpFamily } from '@fairlead/inet';
import type { FrameBuffer } from '../wire/frameBuffer.ts';
import type { FrameBatch, Network, PacketSocket } from './network.ts';

/** The packet sockets of a link: one for ARP and one for neighbour discovery, each opened when it is needed. */
export class LinkSockets {
  readonly #network: Pick<Network, 'openPacketSocket'>;
  readonly #interfaceIndex: number;
  readonly #vlan: number | null;
  readonly #onFrames: (family: IpFamily, batch: FrameBatch) => void;
  readonly #open = new Map<IpFamily, PacketSocket>();
  #unsent = 0;

  constructor(
    network: Pick<Network, 'openPacketSocket'>,
    interfaceIndex: number,
    vlan: number | null,
    onFrames: (family: IpFamily, batch: FrameBatch) => void,
  ) {
    this.#network = network;
    this.#interfaceIndex = interfaceIndex;
    this.#vlan = vlan;
    this.#onFrames = onFrames;
  }

  /** Frames that the kernel did not take. */
  get unsent(): number {
    return this.#unsent;
  }

  /** Frames that the kernel dropped because they were read too slowly. */
  overflowed(): number {
    let dropped = 0;
    for (const socket of this.#open.values()) dropped += socket.statistics().dropped;
    return dropped;
  }

  /** Opens the socket of a family, where it is not open. */
  open(family: IpFamily): void {
    if (this.#open.has(family)) return;
    const socket = this.#network.openPacketSocket({
      interfaceIndex: this.#interfaceIndex,
      protocol: family === 'ipv4' ? 'arp' : 'ndp',
      vlan: this.#vlan,
      onFrames: (batch) => {
        this.#onFrames(family, batch);
      },
      onDown: () => undefined,
    });
    this.#open.set(family, socket);
  }

  /** Sends what is in the buffer, and empties it. */
  flush(family: IpFamily, frames: FrameBuffer): void {
    if (frames.count === 0) return;
    const sent = this.#open.get(family)?.send(frames) ?? 0;
    this.#unsent += frames.count - sent;
    frames.clear();
  }

  close(): void {
    for (const socket of this.#open.values()) socket.close();
    this.#open.clear();
  }
}
