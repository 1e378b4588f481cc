import { Reader } from '@fairlead/inet';
import type { Ipv6 } from '@fairlead/inet';
import {
  ALL_NODES,
  ALL_ROUTERS,
  ETHER_TYPE,
  FrameBuffer,
  groupMac,
  ipv6Of,
  readEthernet,
  readRouter,
  writeEthernet,
  writeRouter,
} from '@fairlead/l2-core/wire';
import type { RouterMessage } from '@fairlead/l2-core/wire';
import type { FrameBatch, GroupMemberships, Network, PacketSocket } from '@fairlead/netsys';
import { linkOf } from './routingLink.ts';
import type { RoutingLink } from './routingLink.ts';

export interface LinkRoutersOptions {
  readonly network: Network;
  /** The name of an interface, which need not be there yet. */
  readonly interface: string;
  readonly heard: (router: Ipv6) => void;
  /** Why nobody can be heard; `null` once somebody can. */
  readonly impeded: (why: string | null) => void;
}

/**
 * Finds the router at the other end of a link, and lets it find us: each advertises itself, for no time as a default router
 * (RFC 4861 §6.2). Routers with unnumbered neighbours do the same, and take the sender for the neighbour.
 */
export class LinkRouters {
  readonly #options: LinkRoutersOptions;
  readonly #watch: { close(): void };
  readonly #frames = new FrameBuffer();
  #open: OpenLink | null = null;
  #isClosed = false;

  /** Throws a `NetworkError` where this machine has no packet sockets. */
  constructor(options: LinkRoutersOptions) {
    this.#options = options;
    this.#watch = options.network.watchInterfaces(({ interface: { name } }) => {
      if (name === options.interface) this.#look();
    });
    this.#look();
  }

  close(): void {
    this.#isClosed = true;
    this.#watch.close();
    this.#shut();
  }

  /** Opens the link as it is now. */
  #look(): void {
    if (this.#isClosed) return;
    const { network, interface: name, impeded } = this.#options;
    const found = network.interfaces().find((each) => each.name === name);
    const link = linkOf(name, found ?? null);
    if (typeof link === 'string') {
      this.#shut();
      impeded(link);
      return;
    }
    if (this.#open !== null && isSame(this.#open.link, link)) return;
    this.#shut();
    try {
      this.#open = this.#opened(link);
      impeded(null);
      this.#speak(0);
    } catch (error) {
      impeded(error instanceof Error ? error.message : String(error));
    }
  }

  #opened(link: RoutingLink): OpenLink {
    const { network } = this.#options;
    const socket = network.openPacketSocket({
      interfaceIndex: link.index,
      protocol: 'routerDiscovery',
      onFrames: (batch) => {
        this.#receive(batch);
      },
      onDown: () => {
        this.#look();
      },
    });
    try {
      const memberships = network.openMemberships(link.index);
      memberships.join(ipv6Of(ALL_ROUTERS));
      return { link, socket, memberships, timer: null, hasHeard: false };
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  #shut(): void {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    if (open.timer !== null) clearTimeout(open.timer);
    open.memberships.close();
    open.socket.close();
  }

  /** Advertises itself again and again, and asks while it has heard nobody. */
  #speak(round: number): void {
    const open = this.#open;
    if (open === null) return;
    const { source } = open.link;
    this.#send(open, { kind: 'routerAdvertisement', source, destination: ALL_NODES, lifetime: 0 });
    if (!open.hasHeard) this.#send(open, { kind: 'routerSolicitation', source, destination: ALL_ROUTERS });
    open.timer = setTimeout(
      () => {
        this.#speak(round + 1);
      },
      round < QUICK_ROUNDS ? QUICK : INTERVAL,
    );
    open.timer.unref();
  }

  #send({ link, socket }: OpenLink, message: RouterMessage): void {
    const frames = this.#frames;
    frames.clear();
    const destination = groupMac(message.destination);
    writeEthernet(frames, { destination, source: link.mac, vlan: null, etherType: ETHER_TYPE.ipv6 });
    writeRouter(frames, message);
    frames.end();
    socket.send(frames);
  }

  #receive({ octets, starts, lengths, count }: FrameBatch): void {
    for (let index = 0; index < count; index++) {
      const start = starts[index] ?? 0;
      const reader = new Reader(octets, start, start + (lengths[index] ?? 0));
      if (typeof readEthernet(reader) === 'string') continue;
      const message = readRouter(reader);
      if (typeof message === 'string' || message.kind !== 'routerAdvertisement') continue;
      if (this.#open !== null) this.#open.hasHeard = true;
      this.#options.heard(ipv6Of(message.source));
    }
  }
}

interface OpenLink {
  readonly link: RoutingLink;
  readonly socket: PacketSocket;
  readonly memberships: GroupMemberships;
  timer: NodeJS.Timeout | null;
  hasHeard: boolean;
}

function isSame(a: RoutingLink, b: RoutingLink): boolean {
  return a.index === b.index && a.mac === b.mac && ipv6Of(a.source) === ipv6Of(b.source);
}

/** In milliseconds. Solicitations of others are answered by the next of these, which is never far. */
const INTERVAL = 10_000;
const QUICK = 1000;
const QUICK_ROUNDS = 3;
