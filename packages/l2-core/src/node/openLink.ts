import { familyOf, millis } from '@fairlead/inet';
import type { IpAddress, IpFamily, MacAddress, Millis } from '@fairlead/inet';
import type { ResponderEvent } from '../event.ts';
import type { OwnedAddress, ResponderOptions } from '../options.ts';
import { Responder } from '../responder.ts';
import type { Link } from '../responder.ts';
import type { Clock } from './clock.ts';
import { DropReport } from './dropReport.ts';
import type { Layer2Event, LinkName, LinkStatus, Problem } from './event.ts';
import type { GroupMemberships, Network, NetworkInterface } from './network.ts';
import { failure } from './problem.ts';
import { LinkSockets } from './sockets.ts';
import { LinkMacs } from './virtualMac.ts';
import type { VirtualMacs } from './virtualMac.ts';

/** What a link is driven with. */
export interface LinkContext {
  readonly network: Network;
  readonly virtualMacs: VirtualMacs;
  readonly clock: Clock;
  readonly options: ResponderOptions;
  /** The MAC addresses of hosts that hand addresses over to us, and we to them. */
  partners: readonly MacAddress[];
  readonly report: (event: Layer2Event) => void;
}

/** An address to let go, and the MAC address of the host that has it next, where that is known. */
export interface Release {
  readonly address: IpAddress;
  readonly successor: MacAddress | null;
}

/** An interface that is there: a responder with its sockets, groups and one timer. */
export class OpenLink {
  readonly index: number;
  readonly #name: LinkName;
  readonly #context: LinkContext;
  readonly #responder: Responder;
  readonly #sockets: LinkSockets;
  readonly #groups: GroupMemberships;
  readonly #virtualMacs: LinkMacs;
  readonly #dropReport: DropReport;
  #link: Link;
  #cancelTimer: (() => void) | null = null;
  #timerAt: Millis | null = null;

  constructor(name: LinkName, found: NetworkInterface, mac: MacAddress, context: LinkContext) {
    this.index = found.index;
    this.#name = name;
    this.#context = context;
    this.#link = { mac, isUp: isUp(found), vlan: name.vlan };
    this.#responder = new Responder(this.#link, context.clock.now(), context.options);
    this.#responder.setPartners(context.partners);
    this.#sockets = new LinkSockets(context.network, found.index, name.vlan, (family, batch) => {
      const now = this.#context.clock.now();
      const { octets, starts, lengths, count } = batch;
      for (let i = 0; i < count; i++) {
        const start = starts[i] ?? 0;
        this.#responder.receive(octets, start, start + (lengths[i] ?? 0), now);
      }
      this.#sockets.flush(family, this.#responder.frames[family]);
      this.#afterwards();
    });
    this.#groups = context.network.openMemberships(found.index);
    this.#virtualMacs = new LinkMacs(context.virtualMacs, found.index);
    this.#dropReport = new DropReport(name, context, () => this.status());
  }

  /** Lets go of some addresses, then answers for others; the problems are why some are not answered for. */
  change(releases: readonly Release[], claims: readonly OwnedAddress[]): readonly Problem[] {
    for (const { address, successor } of releases) {
      this.#responder.release(address, successor);
      this.#virtualMacs.set(address, null);
    }
    const problems = claims.flatMap((owned) => this.#claim(owned) ?? []);
    this.#afterwards();
    return problems;
  }

  /** The interface is as given now. */
  interfaceChanged(found: NetworkInterface, mac: MacAddress): void {
    const before = this.#link;
    const link = { mac, isUp: isUp(found), vlan: this.#name.vlan };
    if (link.mac === before.mac && link.isUp === before.isUp) return;
    this.#link = link;
    if (link.isUp !== before.isUp) {
      this.#context.report({ kind: link.isUp ? 'linkUp' : 'linkDown', link: this.#name });
    }
    this.#responder.linkChanged(link, this.#context.clock.now());
    this.#afterwards();
  }

  partnersChanged(): void {
    this.#responder.setPartners(this.#context.partners);
  }

  status(): LinkStatus {
    const { received, unasked } = this.#responder.statistics();
    return {
      link: this.#name,
      state: this.#link.isUp ? 'up' : 'down',
      claims: this.#responder.status(),
      received,
      unasked,
      overflowed: this.#sockets.overflowed(),
      unsent: this.#sockets.unsent,
    };
  }

  close(): void {
    this.#cancelTimer?.();
    this.#dropReport.close();
    this.#sockets.close();
    this.#groups.close();
    this.#virtualMacs.close();
  }

  #claim(owned: OwnedAddress): Problem | null {
    try {
      this.#sockets.open(familyOf(owned.address));
    } catch (error) {
      return failure(this.#name, 'cannotOpen', owned.address, error);
    }
    try {
      this.#virtualMacs.set(owned.address, owned.mac ?? null);
    } catch (error) {
      return failure(this.#name, 'cannotMakeVirtualMac', owned.address, error);
    }
    try {
      this.#responder.claim(owned, this.#context.clock.now());
    } catch (error) {
      return failure(this.#name, 'invalidAddress', owned.address, error);
    }
    return null;
  }

  /** What each call of the responder asks for: join and leave, tell, send, set the timer. */
  #afterwards(): void {
    for (const event of this.#responder.takeEvents()) this.#carryOut(event);
    for (const family of FAMILIES) this.#sockets.flush(family, this.#responder.frames[family]);
    this.#setTimer(this.#responder.nextDeadline());
  }

  #carryOut(event: ResponderEvent): void {
    switch (event.kind) {
      case 'joinGroup':
        this.#join(event.group);
        return;
      case 'leaveGroup':
        this.#groups.leave(event.group);
        return;
      case 'owned':
      case 'conflict':
      case 'handover':
      case 'yielded':
        this.#context.report({ ...event, link: this.#name });
    }
  }

  #join(group: Parameters<GroupMemberships['join']>[0]): void {
    try {
      this.#groups.join(group);
    } catch (error) {
      const problem = failure(this.#name, 'cannotJoinGroup', null, error);
      this.#context.report({ kind: 'problem', problem });
    }
  }

  #setTimer(deadline: Millis | null): void {
    if (deadline === this.#timerAt) return;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#timerAt = deadline;
    if (deadline === null) return;
    const { clock } = this.#context;
    this.#cancelTimer = clock.after(millis(Math.max(0, deadline - clock.now())), () => {
      this.#timerAt = null;
      this.#responder.deadlineReached(clock.now());
      this.#afterwards();
    });
  }
}

/** A carrier alone is too early: until the interface runs, the kernel drops what is sent. */
function isUp({ flags }: NetworkInterface): boolean {
  return flags.includes('running');
}

const FAMILIES: readonly IpFamily[] = ['ipv4', 'ipv6'];
