import { millis } from '@fairlead/inet';
import type { IpAddress, Millis, Result } from '@fairlead/inet';
import type { EligibilityOptions } from '../decide/eligibility.ts';
import { without } from '../decide/standing.ts';
import type { Standing } from '../decide/standing.ts';
import { NOBODY } from '../decide/successor.ts';
import type { Others } from '../decide/successor.ts';
import type { Self } from '../driver/bgp/neighbor.ts';
import { failure } from '../driver/log.ts';
import type { Log } from '../driver/log.ts';
import type { HostLink } from '../model/link.ts';
import type { ObjectKey } from '../model/object.ts';
import type { Peer } from '../model/peer.ts';
import type { Route, RouteChange } from '../model/route.ts';
import type { Service } from '../model/service.ts';
import type { ClusterState } from '../source/clusterState.ts';
import { Announcer } from './announcer.ts';
import { ReconcileLoop } from './loop.ts';
import { Ownership } from './ownership.ts';
import type { OwnedAddresses } from './ownership.ts';

/** The BGP sessions of a node. */
export interface Sessions {
  start(): Promise<void>;
  configure(peers: readonly Peer[], self: Self, passwords: ReadonlyMap<string, string>): void;
  apply(changes: readonly RouteChange[]): void;
  /** Tells all routes as they are now, lowered (RFC 8326) or not, where they were told otherwise before. */
  lower(isLowered: boolean): void;
  drain(span: Millis): Promise<void>;
}

/** The addresses that are answered for on layer 2. */
export interface Responder {
  own(addresses: OwnedAddresses, conflict: 'defend' | 'yield', others: Others): void;
  close(): Promise<void>;
}

/** Which nodes have a live speaker. */
export interface Members {
  readonly standing: Standing;
  readonly otherLinks: ReadonlyMap<string, readonly HostLink[]>;
  readonly hasGathered: boolean;
  readonly isFresh: boolean;
  /** Lets the others know which addresses we have, where nobody may take them back at once. */
  tellOwned(addresses: readonly IpAddress[]): void;
}

/** What layer 2 needs of this machine and of the others. */
export interface Layer2Side {
  readonly responder: Responder;
  /** `null` where there are no others to agree with. */
  readonly members: Members | null;
}

export interface NodeSpeakerOptions {
  readonly state: ClusterState;
  readonly nodeName: string;
  readonly eligibility: EligibilityOptions;
  /** How long the node keeps its routes, lowered, when it is taken out. */
  readonly drain: Millis;
  readonly addressesOf: (service: Service) => readonly IpAddress[];
  readonly bindsToNode: boolean;
  readonly log: Log;
  /** What the node announces may be other than before. */
  readonly changed?: () => void;
  readonly openSessions: (self: Self, routes: (peer: string) => Iterable<Route>) => Sessions;
  /** Asked when the first advertisement for layer 2 appears; or why this machine cannot answer ARP and NDP. */
  readonly openLayer2: () => Promise<Result<Layer2Side>>;
}

/** Makes what one node says on the network what it should be, change by change. */
export class NodeSpeaker {
  readonly announcer: Announcer;
  readonly ownership: Ownership;
  readonly #options: NodeSpeakerOptions;
  readonly #loop: ReconcileLoop;
  #sessions: Sessions | null = null;
  /** The node as it was last known. */
  #self: Self | null = null;
  #layer2: Layer2Side | null = null;
  #layer2Refusal: string | null = null;
  #hasAskedForLayer2 = false;
  #hasBegun = false;
  #departing: NodeJS.Timeout | null = null;
  #hasLooked = false;
  #hasElected = false;
  #owned: OwnedAddresses = new Map();

  constructor(options: NodeSpeakerOptions) {
    this.#options = options;
    this.announcer = new Announcer(options);
    this.ownership = new Ownership(options);
    this.#loop = new ReconcileLoop({
      reconcile: async (key) => {
        await this.#reconcile(key);
        options.changed?.();
      },
      failed: (key, error, retryIn) => {
        options.log.error(
          { key, retryIn, ...failure(error) },
          'could not make this as it should be; trying again',
        );
      },
    });
  }

  /** Whether it is known what the node announces; before, it announces nothing. */
  get isSettled(): boolean {
    return this.#hasLooked && (this.#layer2 === null || this.#hasElected);
  }

  /** What it answers for on layer 2. */
  get owned(): OwnedAddresses {
    return this.#owned;
  }

  get sessions(): Sessions | null {
    return this.#sessions;
  }

  /** Why this machine answers no ARP and NDP, once it was asked to. */
  get layer2Refusal(): string | null {
    return this.#layer2Refusal;
  }

  /** Everything has been seen: from now on changes count. */
  begin(): void {
    this.#hasBegun = true;
    this.#loop.add(SURROUNDINGS);
    this.#loop.start();
  }

  serviceChanged(key: ObjectKey): void {
    if (this.#hasBegun) this.#loop.add(key);
  }

  /** Configuration or nodes. */
  surroundingsChanged(): void {
    if (this.#hasBegun) this.#loop.add(SURROUNDINGS);
  }

  membersChanged(): void {
    if (this.#hasBegun) this.#loop.add(MEMBERS);
  }

  idle(): Promise<void> {
    return this.#loop.idle();
  }

  /** Lowers its routes, takes them back and says goodbye; leaves its addresses to the others. */
  async stop(drain: Millis): Promise<void> {
    await this.#loop.stop();
    if (this.#departing !== null) clearTimeout(this.#departing);
    this.#handOver();
    await Promise.all([this.#sessions?.drain(drain), this.#layer2?.responder.close()]);
  }

  async #reconcile(key: string): Promise<void> {
    switch (key) {
      case SURROUNDINGS:
        await this.#prepareLayer2();
        await this.#lookAround();
        this.#hasLooked = true;
        this.#loop.add(MEMBERS);
        break;
      case MEMBERS:
        if (this.#layer2 === null) break;
        this.ownership.look(this.#layer2.members?.standing ?? null);
        this.#loop.add(ELECTION);
        break;
      case ELECTION:
        this.#elect();
        break;
      default:
        this.#sessions?.apply(this.announcer.place(key));
        if (this.#layer2 === null) break;
        this.ownership.place(key);
        this.#loop.add(ELECTION);
    }
  }

  /** A cluster without layer 2 needs no packet sockets and no Leases. */
  async #prepareLayer2(): Promise<void> {
    const { state, openLayer2 } = this.#options;
    if (this.#hasAskedForLayer2 || state.config.l2Advertisements.length === 0) return;
    this.#hasAskedForLayer2 = true;
    const opened = await openLayer2();
    if (opened.ok) this.#layer2 = opened.value;
    else this.#layer2Refusal = opened.error;
  }

  async #lookAround(): Promise<void> {
    const { state, bindsToNode, openSessions } = this.#options;
    const now = millis(performance.now());
    const changes = this.announcer.look(now) ? this.announcer.placeAll() : [];
    const { node, peers, leavingUntil } = this.announcer;
    this.#lookAgainAt(leavingUntil, now);
    if (node !== null) this.#self = { node, bindsToNode };
    if (this.#self === null) return;
    if (this.#sessions !== null) {
      this.#sessions.lower(leavingUntil !== null);
      this.#sessions.configure(peers, this.#self, state.passwords);
      this.#sessions.apply(changes);
      return;
    }
    this.#sessions = openSessions(this.#self, (peer) => this.announcer.routes(peer));
    this.#sessions.configure(peers, this.#self, state.passwords);
    await this.#sessions.start();
  }

  /** The routes of a node that leaves are taken back then. */
  #lookAgainAt(time: Millis | null, now: Millis): void {
    if (this.#departing !== null) clearTimeout(this.#departing);
    this.#departing =
      time === null
        ? null
        : setTimeout(() => {
            this.surroundingsChanged();
          }, time - now);
  }

  /** Owns nothing before it is sure who else is there; and yields to others while they must take it for dead. */
  #elect(): void {
    if (this.#layer2 === null) return;
    const { responder, members } = this.#layer2;
    if (members !== null && !members.hasGathered) return;
    this.#owned = this.ownership.own();
    this.#hasElected = true;
    responder.own(this.#owned, members?.isFresh === false ? 'yield' : 'defend', this.#othersAmong(members));
    members?.tellOwned(this.ownership.kept());
  }

  /** Tells the neighbours who has our addresses next. */
  #handOver(): void {
    const { responder, members = null } = this.#layer2 ?? {};
    if (responder === undefined || members === null) return;
    this.ownership.look(without(this.#options.nodeName, members.standing));
    this.#owned = new Map();
    responder.own(this.#owned, 'yield', this.#othersAmong(members));
  }

  #othersAmong(members: Members | null): Others {
    const { owners } = this.ownership;
    if (members === null) return NOBODY;
    return { links: members.otherLinks, ownerOf: (address) => owners.get(address)?.owner ?? null };
  }
}

const SURROUNDINGS = '*surroundings';
const MEMBERS = '*members';
const ELECTION = '*election';
