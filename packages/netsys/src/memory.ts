import type { IpAddress, Ipv6, MacAddress } from '@fairlead/inet';
import { MemoryPacketSocket } from './memory/packetSocket.ts';
import type { PacketPort } from './memory/packetSocket.ts';
import type { MemorySegment } from './memory/segment.ts';
import type {
  GroupMemberships,
  InterfaceAddress,
  InterfaceChange,
  InterfaceWatch,
  MacvlanOptions,
  Network,
  NetworkInterface,
  PacketSocket,
  PacketSocketOptions,
} from './network.ts';
import { NetworkError } from './networkError.ts';

/** The network of a host that exists in memory only: interfaces on segments, for tests and simulations. */
export class MemoryNetwork implements Network {
  readonly #interfaces = new Map<number, Attachment>();
  readonly #listeners = new Set<(change: InterfaceChange) => void>();
  #lastIndex = 0;

  interfaces(): readonly NetworkInterface[] {
    return Array.from(this.#interfaces.values(), ({ interface: each }) => each);
  }

  watchInterfaces(listener: (change: InterfaceChange) => void): InterfaceWatch {
    const own = (change: InterfaceChange): void => {
      listener(change);
    };
    this.#listeners.add(own);
    return {
      interfaces: () => this.interfaces(),
      close: () => this.#listeners.delete(own),
    };
  }

  openPacketSocket(options: PacketSocketOptions): PacketSocket {
    const attachment = this.#attachment(options.interfaceIndex);
    const socket = new MemoryPacketSocket(this.#portOf(attachment), options);
    attachment.sockets.add(socket);
    return socket;
  }

  openMemberships(interfaceIndex: number): GroupMemberships {
    const own = new Set<Ipv6>();
    const groups = this.#attachment(interfaceIndex).groups;
    groups.add(own);
    return {
      join: (group) => own.add(group),
      leave: (group) => own.delete(group),
      close: () => groups.delete(own),
    };
  }

  createMacvlan({ parentIndex, name, mac }: MacvlanOptions): NetworkInterface {
    const parent = this.#attachment(parentIndex);
    const existing = this.interfaces().find((each) => each.name === name);
    if (existing?.mac === mac && existing.parent === parentIndex) return existing;
    const made = this.#add({ name, kind: 'macvlan', mac, parent: parentIndex }, null);
    parent.macvlans.add(made.interface.index);
    return made.interface;
  }

  removeInterface(interfaceIndex: number): void {
    const { interface: removed, sockets, macvlans, plug } = this.#attachment(interfaceIndex);
    for (const child of macvlans) this.removeInterface(child);
    this.#interfaces.delete(interfaceIndex);
    if (removed.parent !== null) this.#interfaces.get(removed.parent)?.macvlans.delete(interfaceIndex);
    plug?.unplug();
    for (const socket of sockets) socket.down();
    this.#tell({ kind: 'removed', interface: removed });
  }

  /** Adds an interface that is up, on a segment. */
  addInterface(name: string, mac: MacAddress, segment: MemorySegment): NetworkInterface {
    return this.#add({ name, kind: null, mac, parent: null }, segment).interface;
  }

  setUp(name: string, isUp: boolean): void {
    const attachment = this.#named(name);
    const { flags } = attachment.interface;
    const others = flags.filter((flag) => flag !== 'up' && flag !== 'running');
    this.#change(attachment, { flags: isUp ? ['up', ...others, 'running'] : others, carrier: isUp });
    if (!isUp) for (const socket of attachment.sockets) socket.down();
  }

  addAddress(name: string, address: IpAddress, length: number): void {
    const attachment = this.#named(name);
    const added: InterfaceAddress = { address, length };
    this.#change(attachment, { addresses: [...attachment.interface.addresses, added] });
  }

  /** The groups that sockets joined on an interface. */
  groupsOf(name: string): ReadonlySet<Ipv6> {
    return new Set([...this.#named(name).groups].flatMap((groups) => [...groups]));
  }

  #add(
    what: Pick<NetworkInterface, 'name' | 'kind' | 'mac' | 'parent'>,
    segment: MemorySegment | null,
  ): Attachment {
    if (this.interfaces().some(({ name }) => name === what.name)) {
      throw new NetworkError('EEXIST', `there is an interface "${what.name}" already`);
    }
    const index = ++this.#lastIndex;
    const attachment: Attachment = {
      interface: {
        ...what,
        index,
        mtu: 1500,
        flags: ['up', 'broadcast', 'running', 'multicast'],
        carrier: true,
        master: null,
        addresses: [],
      },
      sockets: new Set(),
      groups: new Set(),
      macvlans: new Set(),
      plug:
        segment === null
          ? null
          : segment.plug((frame) => {
              if (isUp(attachment)) for (const socket of attachment.sockets) socket.receive(frame);
            }),
    };
    this.#interfaces.set(index, attachment);
    this.#tell({ kind: 'changed', interface: attachment.interface });
    return attachment;
  }

  #portOf(attachment: Attachment): PacketPort {
    return {
      isUp: () => isUp(attachment) && this.#interfaces.has(attachment.interface.index),
      takes: (mac) => mac === attachment.interface.mac || this.#hasMacvlan(attachment, mac),
      send: (frame) => attachment.plug?.send(frame),
      detach: (socket) => attachment.sockets.delete(socket),
    };
  }

  #hasMacvlan({ macvlans }: Attachment, mac: MacAddress): boolean {
    return [...macvlans].some((index) => this.#interfaces.get(index)?.interface.mac === mac);
  }

  #change(attachment: Attachment, changes: Partial<NetworkInterface>): void {
    attachment.interface = { ...attachment.interface, ...changes };
    this.#tell({ kind: 'changed', interface: attachment.interface });
  }

  #attachment(index: number): Attachment {
    const found = this.#interfaces.get(index);
    if (found === undefined) throw new NetworkError('ENODEV', `there is no interface ${index}`);
    return found;
  }

  #named(name: string): Attachment {
    const found = [...this.#interfaces.values()].find((each) => each.interface.name === name);
    if (found === undefined) throw new NetworkError('ENODEV', `there is no interface "${name}"`);
    return found;
  }

  #tell(change: InterfaceChange): void {
    setImmediate(() => {
      for (const listener of this.#listeners) listener(change);
    });
  }
}

interface Attachment {
  interface: NetworkInterface;
  readonly sockets: Set<MemoryPacketSocket>;
  readonly groups: Set<Set<Ipv6>>;
  readonly macvlans: Set<number>;
  readonly plug: ReturnType<MemorySegment['plug']> | null;
}

function isUp({ interface: { flags } }: Attachment): boolean {
  return flags.includes('up');
}
