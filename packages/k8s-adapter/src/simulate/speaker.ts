import { isDue, millis } from '@fairlead/inet';
import type { IpAddress, MacAddress, Millis } from '@fairlead/inet';
import { derivedMac } from '@fairlead/l2-core';
import type { OwnedAddress } from '@fairlead/l2-core';
import { hasVirtualMac, isKept } from '../decide/candidates.ts';
import { failbackAges, standingKey, without } from '../decide/standing.ts';
import type { Standing } from '../decide/standing.ts';
import { departure, NOT_YET_THERE } from '../decide/departure.ts';
import type { Departure } from '../decide/departure.ts';
import { neighborOf } from '../driver/bgp/neighbor.ts';
import { Outgoing, PathIds } from '../driver/bgp/outgoing.ts';
import type { MemberRecord } from '../k8s/memberRecord.ts';
import { Liveness } from '../k8s/liveness.ts';
import type { Node } from '../model/node.ts';
import type { Peer } from '../model/peer.ts';
import type { NodeRoutes, Plan } from '../plan/plan.ts';
import { endpointsOf } from '../virtual/router.ts';
import type { VirtualSession } from '../virtual/session.ts';
import type { VirtualResponder } from '../virtual/segment.ts';
import type { Version } from './controlPlane.ts';

/** What a speaker has around it. */
export interface Surroundings {
  readonly now: () => number;
  readonly after: (span: number, act: () => void) => void;
  /** How long it keeps its routes, lowered, when the node is taken out. */
  readonly drain: Millis;
  readonly responder: VirtualResponder;
  /** Renews the Lease now. */
  readonly beat: () => void;
  /** The session with a peer, made if there is none; `null` where no session can be as the peer is configured. */
  readonly session: (peer: Peer, node: Node, config: ReturnType<typeof neighborOf>) => VirtualSession | null;
  /** Ends the sessions with all other peers. */
  readonly keepOnly: (peers: ReadonlySet<string>) => void;
}

/** What the speaker of one node does, with what it has seen so far. */
export class VirtualSpeaker {
  readonly name: string;
  readonly #around: Surroundings;
  readonly #liveness: Liveness;
  readonly #pathIds = new PathIds();
  #version: Version | null = null;
  #seen = '';
  #hasSynced = false;
  #hasJoined = false;
  #isStopping = false;
  #departure: Departure = NOT_YET_THERE;
  #owned: readonly IpAddress[] = [];

  constructor(name: string, around: Surroundings) {
    this.name = name;
    this.#around = around;
    this.#liveness = new Liveness(name);
  }

  /** Whether it holds its Lease: once it knows who else is alive. */
  get hasJoined(): boolean {
    return this.#hasJoined;
  }

  /** What it says in its Lease that it owns; the same list means the same. */
  get owned(): readonly IpAddress[] {
    return this.#owned;
  }

  /** Objects arrive; older ones than those known are passed over. */
  see(version: Version): void {
    if (this.#version !== null && this.#version.number >= version.number) return;
    this.#version = version;
    this.#speak();
    this.#elect();
  }

  /** The list of all Leases, with which a watch begins. */
  sync(leases: ReadonlyMap<string, MemberRecord>): void {
    this.#hasSynced = true;
    for (const [node, record] of leases) this.#note(node, record);
    this.lookAround();
  }

  /** A Lease arrives. */
  observe(node: string, record: MemberRecord): void {
    if (!this.#hasSynced) return;
    this.#note(node, record);
    this.lookAround();
  }

  /** Elects again where others are alive than before. */
  lookAround(): void {
    const { isSettled, hasGathered, revision } = this.#liveness;
    this.#hasJoined ||= this.#hasSynced && isSettled;
    const isFresh = this.#liveness.isFresh(this.#now());
    const seen = [hasGathered, isFresh, revision, standingKey(this.#standing)].join();
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#elect();
  }

  /** Lets neighbours move away first (RFC 8326). */
  lowerRoutes(): void {
    this.#isStopping = true;
    this.#speak();
  }

  /** Leaves its addresses to the others. */
  handOver(): void {
    if (this.#version === null) return;
    this.#own([], this.#version.owners(without(this.name, this.#standing)));
  }

  /** When its own Lease is stale others may take over; when that of another is, its own renewal shows that it hears of all. */
  #note(node: string, record: MemberRecord): void {
    this.#liveness.observe(node, record, this.#now());
    this.#around.after(record.duration, () => {
      if (node === this.name) this.lookAround();
      else if (isDue(this.#liveness.nextExpiry, this.#now())) this.#around.beat();
    });
  }

  #speak(): void {
    if (this.#version === null) return;
    const { plan, passwords } = this.#version;
    const node = plan.cluster.nodes.find(({ name }) => name === this.name);
    this.#depart(plan, node ?? null);
    const isLeaving = this.#departure.kind === 'leaving';
    const found = (each: Node): NodeRoutes => (isLeaving ? plan.routesOfLeaving(each) : plan.routes(each));
    const told = node === undefined ? [] : found(node).peers;
    this.#around.keepOnly(new Set(told.map(({ peer }) => peer.name)));
    for (const { peer, routes } of told) {
      if (node === undefined) continue;
      const config = neighborOf(peer, { node, bindsToNode: false }, passwords.get(peer.name) ?? null);
      const session = this.#around.session(peer, node, config);
      if (session === null) continue;
      if (JSON.stringify(session.config) !== JSON.stringify(config)) {
        session.configure(config, endpointsOf(peer, node, config));
      }
      session.advertise([
        ...new Outgoing(peer, node, this.#pathIds).routes(routes, isLeaving || this.#isStopping),
      ]);
      session.startNode();
    }
  }

  /** How far the node is on its way out; it looks again when its routes are to be taken back. */
  #depart({ eligibility }: Plan, node: Node | null): void {
    const before = this.#departure;
    const found = node === null ? undefined : eligibility.get(node.name);
    const now = this.#now();
    this.#departure = found === undefined ? NOT_YET_THERE : departure(before, found, now, this.#around.drain);
    if (this.#departure.kind !== 'leaving' || this.#departure === before) return;
    this.#around.after(this.#departure.until - now, () => {
      this.#speak();
    });
  }

  /** Owns nothing before it is sure who else is there; and yields to others while they must take it for dead. */
  #elect(): void {
    if (this.#version === null || !this.#liveness.hasGathered) return;
    const isFresh = this.#liveness.isFresh(this.#now());
    const planned = this.#version.owners(this.#standing);
    const conflict = isFresh ? 'defend' : 'yield';
    const own = [...planned.owners].flatMap(([address, { owner }]) => {
      if (owner !== this.name) return [];
      return [
        {
          address,
          conflict,
          ...(this.#isAny(hasVirtualMac, planned, address) && { mac: derivedMac(address) }),
        } as const,
      ];
    });
    this.#own(own, planned);
    const kept = own.map(({ address }) => address).filter((address) => this.#isAny(isKept, planned, address));
    if (kept.join() !== this.#owned.join()) this.#owned = kept;
  }

  #own(own: readonly OwnedAddress[], { owners }: Plan): void {
    const { responder } = this.#around;
    const { otherLinks } = this.#liveness;
    const macOf = (node: string): MacAddress | null => otherLinks.get(node)?.[0]?.mac ?? null;
    responder.setPartners([...otherLinks.keys()].flatMap((node) => macOf(node) ?? []));
    responder.own(own, (address) => macOf(owners.get(address)?.owner ?? ''));
  }

  /** Whether something is so for a Service on the address. */
  #isAny(isSo: typeof isKept, { cluster, allocations, l2 }: Plan, address: IpAddress): boolean {
    return cluster.services
      .filter(({ key }) => allocations.get(key)?.addresses.includes(address) === true)
      .some((service) => isSo(l2, service, address, this.name));
  }

  get #standing(): Standing {
    const advertisements = this.#version?.plan.cluster.config.l2Advertisements ?? [];
    return this.#liveness.standing(failbackAges(advertisements), this.#owned);
  }

  #now(): Millis {
    return millis(this.#around.now());
  }
}
