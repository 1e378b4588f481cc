import type { IpAddress, MacAddress } from '@fairlead/inet';
import type { OwnedAddress, ResponderOptions } from '../options.ts';
import { systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import type { Layer2Event, LinkName, LinkStatus, Problem } from './event.ts';
import { WantedLink } from './link.ts';
import type { InterfaceWatch, Network } from './network.ts';
import type { LinkContext } from './openLink.ts';
import { VirtualMacs } from './virtualMac.ts';

/** Answers ARP and NDP on the interfaces of this host. */
export interface Layer2 {
  /**
   * Replaces what is answered for, on all links; what stays goes on undisturbed. When the promise is kept, no frame leaves
   * any more for what was let go. Answers the problems that there are, each on its own: the rest works.
   */
  own(
    wanted: readonly LinkAddresses[],
    successors?: ReadonlyMap<IpAddress, MacAddress>,
  ): Promise<readonly Problem[]>;
  /** Answers for addresses in addition. */
  claim(wanted: LinkAddresses): Promise<readonly Problem[]>;
  /** Lets go of addresses; with the MAC address of the next owner, tells the neighbours about it. */
  release(link: LinkReference, addresses: readonly IpAddress[], successor?: MacAddress): Promise<void>;
  /** Replaces the MAC addresses of hosts that hand addresses over to us, and we to them: their claims are no conflict. */
  setPartners(macs: readonly MacAddress[]): Promise<void>;
  status(): Promise<readonly LinkStatus[]>;
  /** Ends at once; virtual MAC addresses go a second later, so that what is still sent here is delivered until then. */
  close(): Promise<void>;
}

/** An interface by name, and the VLAN on it where frames are tagged and there is no device for that VLAN. */
export interface LinkReference {
  readonly interface: string;
  readonly vlan?: number | undefined;
}

export interface LinkAddresses extends LinkReference {
  readonly addresses: readonly OwnedAddress[];
}

export interface Layer2Options {
  /** The host's network: `network` of `@fairlead/netsys`, or one in memory. */
  readonly network: Network;
  readonly onEvent?: (event: Layer2Event) => void;
  readonly responder?: ResponderOptions;
  /** Default: the monotonic clock of the process. */
  readonly clock?: Clock;
}

/** Starts answering in this thread; throws when the host's network cannot be used at all. */
export function openLayer2(options: Layer2Options): Layer2 {
  return new ThreadLayer2(options);
}

class ThreadLayer2 implements Layer2 {
  readonly #links = new Map<string, WantedLink>();
  readonly #watch: InterfaceWatch;
  readonly #context: LinkContext;

  constructor({ network, onEvent = () => undefined, responder = {}, clock = systemClock }: Layer2Options) {
    this.#watch = network.watchInterfaces(() => {
      const interfaces = this.#watch.interfaces();
      for (const link of this.#links.values()) link.interfacesChanged(interfaces);
    });
    const virtualMacs = new VirtualMacs(network, clock, this.#watch.interfaces());
    this.#context = { network, virtualMacs, clock, options: responder, partners: [], report: onEvent };
  }

  own(
    wanted: readonly LinkAddresses[],
    successors: ReadonlyMap<IpAddress, MacAddress> = new Map(),
  ): Promise<readonly Problem[]> {
    return promised(() => {
      const byLink = new Map<WantedLink, OwnedAddress[]>();
      for (const each of wanted) {
        const link = this.#link(each);
        byLink.set(link, [...(byLink.get(link) ?? []), ...each.addresses]);
      }
      const interfaces = this.#watch.interfaces();
      const problems = [...this.#links.values()].flatMap((link) =>
        link.replace(byLink.get(link) ?? [], successors, interfaces),
      );
      this.#forgetUnwanted();
      return problems;
    });
  }

  claim(wanted: LinkAddresses): Promise<readonly Problem[]> {
    return promised(() => this.#link(wanted).change([], wanted.addresses, this.#watch.interfaces()));
  }

  release(reference: LinkReference, addresses: readonly IpAddress[], successor?: MacAddress): Promise<void> {
    return promised(() => {
      const releases = addresses.map((address) => ({ address, successor: successor ?? null }));
      this.#links.get(keyOf(nameOf(reference)))?.change(releases, [], this.#watch.interfaces());
      this.#forgetUnwanted();
    });
  }

  setPartners(macs: readonly MacAddress[]): Promise<void> {
    return promised(() => {
      this.#context.partners = macs;
      for (const link of this.#links.values()) link.partnersChanged();
    });
  }

  status(): Promise<readonly LinkStatus[]> {
    return promised(() => Array.from(this.#links.values(), (link) => link.status()));
  }

  close(): Promise<void> {
    return promised(() => {
      this.#watch.close();
      for (const link of this.#links.values()) link.close();
      this.#links.clear();
      return this.#context.virtualMacs.close();
    });
  }

  #link(reference: LinkReference): WantedLink {
    const name = nameOf(reference);
    const key = keyOf(name);
    const link = this.#links.get(key) ?? new WantedLink(name, this.#context);
    this.#links.set(key, link);
    return link;
  }

  #forgetUnwanted(): void {
    for (const [key, link] of this.#links) {
      if (link.isWanted) continue;
      link.close();
      this.#links.delete(key);
    }
  }
}

/** What is done at once, with the result of what another thread would do. */
function promised<T>(work: () => T | Promise<T>): Promise<T> {
  return new Promise((resolve) => {
    resolve(work());
  });
}

function nameOf({
  interface: name,
  vlan = null,
}: {
  interface: string;
  vlan?: number | null | undefined;
}): LinkName {
  if (vlan !== null && !(Number.isInteger(vlan) && vlan >= 1 && vlan <= 4094)) {
    throw new RangeError(`a VLAN is 1 to 4094, not ${vlan}`);
  }
  return { interface: name, vlan };
}

function keyOf({ interface: name, vlan }: LinkName): string {
  return `${name} ${vlan ?? ''}`;
}
