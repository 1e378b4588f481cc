import type { IpAddress, Millis, Result } from '@fairlead/inet';
import type { NeighborStatus } from '@fairlead/bgp-core/node';
import { DEFAULT_ELIGIBILITY } from '../decide/eligibility.ts';
import { BgpDriver } from '../driver/bgp/driver.ts';
import type { BgpDriverOptions, RefusedRoute } from '../driver/bgp/driver.ts';
import type { Log } from '../driver/log.ts';
import type { AnnouncedAddress, SpeakerView } from '../driver/metric/speaker.ts';
import type { Service } from '../model/service.ts';
import { NodeSpeaker } from '../reconcile/nodeSpeaker.ts';
import type { Layer2Side } from '../reconcile/nodeSpeaker.ts';
import type { NodeDoings } from '../reconcile/speakerStatus.ts';
import type { ClusterState } from '../source/clusterState.ts';
import { nodeDoings } from './nodeDoings.ts';

export interface NodeOptions {
  readonly state: ClusterState;
  readonly nodeName: string;
  readonly addressesOf: (service: Service) => readonly IpAddress[];
  /** Whether connections start from the node's address, because several nodes are on this machine. */
  readonly bindsToNode: boolean;
  readonly listen: readonly { readonly address: IpAddress; readonly port?: number }[];
  readonly openLayer2: () => Promise<Result<Layer2Side>>;
  readonly log: Log;
  /** How long neighbours have to move away from the routes of a node that is taken out. */
  readonly drain: Millis;
  /** Whether a cordoned node is taken out. */
  readonly drainsWhenCordoned: boolean;
  /** What the node announces, or to whom, may be other than before. */
  readonly changed?: () => void;
  /** Why there is no session with a peer as it is configured; `null` once there may be one. */
  readonly refused?: BgpDriverOptions['refused'];
}

/** A node's speaker with its sessions and its responder, and what it shows. */
export class NodeRuntime {
  readonly speaker: NodeSpeaker;
  readonly doings: NodeDoings;
  readonly #options: NodeOptions;
  #bgp: BgpDriver | null = null;

  constructor(options: NodeOptions) {
    this.#options = options;
    const { log, listen, changed, refused } = options;
    this.speaker = new NodeSpeaker({
      ...options,
      eligibility: { ...DEFAULT_ELIGIBILITY, drainsWhenCordoned: options.drainsWhenCordoned },
      openSessions: (self, routes) => {
        this.#bgp = new BgpDriver(self, {
          log,
          listen,
          routes,
          ...(changed !== undefined && { changed }),
          ...(refused !== undefined && { refused }),
        });
        return this.#bgp;
      },
    });
    this.doings = nodeDoings(this.speaker, () => this.#bgp);
  }

  get view(): SpeakerView {
    return {
      node: this.#options.nodeName,
      sessions: this.#bgp?.statuses() ?? [],
      routes: (peer) => this.speaker.announcer.routeCount(peer),
      withheld: (peer) => this.#bgp?.withheld(peer) ?? new Map(),
      announced: () => this.#announced(),
      endings: this.#bgp?.endings ?? new Map(),
    };
  }

  /** What the node shows under `/status`. */
  get status(): NodeStatus {
    const { announcer, ownership } = this.speaker;
    return {
      node: this.#options.nodeName,
      peers: (this.#bgp?.statuses() ?? []).map((session) =>
        peerLine(session, announcer.routeCount(session.name), this.#bgp?.withheld(session.name) ?? new Map()),
      ),
      refusedRoutes: this.#bgp?.refusedRoutes() ?? [],
      refusedPeers: [...(this.#bgp?.refused ?? [])].map(([peer, why]) => ({ peer, why })),
      layer2Refusal: this.speaker.layer2Refusal,
      layer2: [...ownership.owners].map(([address, { owner }]) => ({ address, owner })),
    };
  }

  *#announced(): Iterable<AnnouncedAddress> {
    const { announcer, ownership } = this.speaker;
    const { state, addressesOf, nodeName } = this.#options;
    for (const service of announcer.announced()) {
      const found = state.services.get(service);
      for (const address of found === undefined ? [] : addressesOf(found))
        yield { service, protocol: 'bgp', address };
    }
    for (const [address, { owner }] of ownership.owners) {
      if (owner !== nodeName) continue;
      for (const service of ownership.bearers(address)) yield { service, protocol: 'layer2', address };
    }
  }
}

export interface NodeStatus {
  readonly node: string;
  readonly peers: readonly PeerLine[];
  /** Routes that cannot be said at all, and why. */
  readonly refusedRoutes: readonly RefusedRoute[];
  readonly refusedPeers: readonly { readonly peer: string; readonly why: string }[];
  /** Why this machine answers no ARP and NDP; the other nodes elect owners without it. */
  readonly layer2Refusal: string | null;
  readonly layer2: readonly { readonly address: string; readonly owner: string | null }[];
}

export interface PeerLine {
  readonly peer: string;
  readonly address: string;
  readonly port: number;
  readonly state: string;
  /** How many routes it should have. */
  readonly routes: number;
  /** How many of them it was not told yet. */
  readonly pending: number;
  /** How many of them do not go out, by reason. */
  readonly withheld: Readonly<Record<string, number>>;
  readonly lastEnding: string | null;
}

function peerLine(
  { name, address, port, state, pending, lastEnding }: NeighborStatus,
  routes: number,
  withheld: ReadonlyMap<string, number>,
): PeerLine {
  return {
    peer: name,
    address,
    port,
    state,
    routes,
    pending,
    withheld: Object.fromEntries(withheld),
    lastEnding: lastEnding?.reason ?? null,
  };
}
