import { addon } from '../addon.ts';
import type { Addon, WatchHandle } from '../addon.ts';
import type { PacketSocket, PacketSocketOptions, PacketStatistics } from '../network.ts';
import { checked, EAGAIN, ENETDOWN, ENOBUFS, ENXIO, NetworkError, refusal } from '../networkError.ts';
import { int } from '../socketOption.ts';
import { packetFilter } from './filter.ts';
import type { FrameBatch } from './frameBatch.ts';

/** A packet socket of the kernel (Linux packet(7)); needs CAP_NET_RAW. */
export function openPacketSocket(options: PacketSocketOptions): PacketSocket {
  return new KernelPacketSocket(addon(), options);
}

class KernelPacketSocket implements PacketSocket {
  readonly #addon: Addon;
  readonly #options: PacketSocketOptions;
  readonly #descriptor: number;
  readonly #watch: WatchHandle;
  readonly #octets = new Uint8Array(BATCH * STRIDE);
  readonly #starts = new Uint32Array(BATCH);
  readonly #lengths = new Uint32Array(BATCH);
  #received = 0;
  #dropped = 0;
  #closed = false;

  constructor(native: Addon, options: PacketSocketOptions) {
    this.#addon = native;
    this.#options = options;
    this.#descriptor = openDescriptor(native, options);
    const watch = native.watch(this.#descriptor, (status) => {
      this.#onReady(status);
    });
    if (typeof watch === 'number') {
      native.close(this.#descriptor);
      throw refusal(watch, 'watching a packet socket');
    }
    this.#watch = watch;
  }

  send({ octets, starts, lengths, count }: FrameBatch): number {
    let sent = 0;
    while (sent < count && !this.#closed) {
      const result = this.#addon.sendFrames(this.#descriptor, octets, starts, lengths, sent, count - sent);
      if (TRANSIENT.has(result)) break;
      sent += checked(result, 'sending frames');
    }
    return sent;
  }

  statistics(): PacketStatistics {
    if (!this.#closed) this.#readStatistics();
    return { received: this.#received, dropped: this.#dropped };
  }

  close(): void {
    if (this.#closed) return;
    this.#readStatistics();
    this.#closed = true;
    this.#addon.unwatch(this.#watch);
    this.#addon.close(this.#descriptor);
  }

  #onReady(status: number): void {
    if (status < 0) this.#onError();
    for (let round = 0; round < ROUNDS && !this.#closed; round++) {
      const count = this.#addon.receiveFrames(
        this.#descriptor,
        this.#octets,
        STRIDE,
        this.#starts,
        this.#lengths,
      );
      if (count === ENETDOWN) this.#options.onDown();
      if (count <= 0) return;
      this.#options.onFrames({ octets: this.#octets, starts: this.#starts, lengths: this.#lengths, count });
      if (count < BATCH) return;
    }
  }

  /** The loop stops looking at a socket with an error; reading the error clears it. */
  #onError(): void {
    const error = new Uint8Array(4);
    this.#addon.getsockopt(this.#descriptor, SOL_SOCKET, SO_ERROR, error);
    this.#addon.rearm(this.#watch);
    this.#options.onDown();
  }

  /** The kernel's counters start again at 0 when they are read. */
  #readStatistics(): void {
    const counters = new Uint32Array(2);
    const octets = new Uint8Array(counters.buffer);
    if (this.#addon.getsockopt(this.#descriptor, SOL_PACKET, PACKET_STATISTICS, octets) < 0) return;
    const [seen = 0, dropped = 0] = counters;
    this.#received += seen - dropped;
    this.#dropped += dropped;
  }
}

/** Opened for no protocol, so that no frame arrives before the filter is in place. */
function openDescriptor(native: Addon, options: PacketSocketOptions): number {
  const { interfaceIndex, protocol, vlan = null } = options;
  const descriptor = native.socket(AF_PACKET, SOCK_RAW, 0);
  if (descriptor === EPERM) {
    throw new NetworkError(
      'EPERM',
      'opening a packet socket is not permitted: the process needs CAP_NET_RAW (in Kubernetes: securityContext.capabilities.add: [NET_RAW])',
    );
  }
  checked(descriptor, 'opening a packet socket');
  try {
    const option = (level: number, name: number, value: Uint8Array): number =>
      native.setsockopt(descriptor, level, name, value);
    if (option(SOL_SOCKET, SO_RCVBUFFORCE, int(RECEIVE_BUFFER)) < 0) {
      checked(option(SOL_SOCKET, SO_RCVBUF, int(RECEIVE_BUFFER)), 'sizing a receive buffer');
    }
    checked(option(SOL_PACKET, PACKET_IGNORE_OUTGOING, int(1)), 'ignoring outgoing frames');
    const filter = packetFilter(protocol, vlan);
    checked(native.attachFilter(descriptor, filter), 'attaching a packet filter');
    if (vlan !== null) checked(option(SOL_PACKET, PACKET_AUXDATA, int(1)), 'asking for VLAN tags');
    const etherType = vlan === null ? ETHER_TYPES[protocol] : ETH_P_ALL;
    checked(
      native.bind(descriptor, linkLayerAddress(interfaceIndex, etherType)),
      `binding a packet socket to interface ${interfaceIndex}`,
    );
    return descriptor;
  } catch (error) {
    native.close(descriptor);
    throw error;
  }
}

/** `struct sockaddr_ll` for bind(2). */
function linkLayerAddress(interfaceIndex: number, etherType: number): Uint8Array {
  const octets = new Uint8Array(20);
  const view = new DataView(octets.buffer);
  view.setUint16(0, AF_PACKET, true);
  view.setUint16(2, etherType);
  view.setInt32(4, interfaceIndex, true);
  return octets;
}

const BATCH = 64;
/** A frame of the usual MTU with two VLAN tags. */
const STRIDE = 1600;
/** Batches before other work of the event loop has its turn. */
const ROUNDS = 16;
const RECEIVE_BUFFER = 4 << 20;
const TRANSIENT: ReadonlySet<number> = new Set([EAGAIN, ENOBUFS, ENETDOWN, ENXIO]);

const EPERM = -1;
const AF_PACKET = 17;
const SOCK_RAW = 3;
const ETH_P_ALL = 3;
const ETHER_TYPES = { arp: 0x0806, ndp: 0x86dd, routerDiscovery: 0x86dd } as const;
const SOL_SOCKET = 1;
const SO_ERROR = 4;
const SO_RCVBUF = 8;
const SO_RCVBUFFORCE = 33;
const SOL_PACKET = 263;
const PACKET_STATISTICS = 6;
const PACKET_AUXDATA = 8;
const PACKET_IGNORE_OUTGOING = 23;
