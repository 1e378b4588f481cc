import { macFromNumber } from '@fairlead/inet';
import type { Millis } from '@fairlead/inet';
import type { HostLink } from '../model/link.ts';
import type { Node } from '../model/node.ts';
import type { Peer } from '../model/peer.ts';
import type { NeighborConfig } from '@fairlead/bgp-core/node';
import type { PeerNews } from '../virtual/bgpEnd.ts';
import { endpointsOf } from '../virtual/router.ts';
import { VirtualResponder } from '../virtual/segment.ts';
import type { Segment } from '../virtual/segment.ts';
import { VirtualSession } from '../virtual/session.ts';
import type { Timeline } from '../virtual/timeline.ts';
import { VirtualSpeaker } from './speaker.ts';

/** What a machine has around it. */
export interface MachineOptions {
  readonly timeline: Timeline;
  readonly segment: Segment;
  readonly latency: number;
  readonly mac: number;
  readonly random: () => number;
  /** How long a node that is taken out keeps its routes, lowered. */
  readonly drain: Millis;
  readonly isRouterUp: (peer: string) => boolean;
  readonly told: (peer: string, side: 'node' | 'router', news: PeerNews) => void;
  /** Why there can be no session with a peer. */
  readonly refused: (peer: string, why: string) => void;
  readonly changed: () => void;
  /** Renews the Lease of a machine now. */
  readonly beat: (machine: Machine) => void;
}

/** A node: its power, its interface, its way to the API server, and the speaker on it. */
export class Machine {
  readonly name: string;
  readonly sessions: Map<string, VirtualSession> = new Map<string, VirtualSession>();
  isOn = true;
  isLinkUp = true;
  isConnected = true;
  speaker: VirtualSpeaker | null = null;
  responder: VirtualResponder | null = null;
  readonly #options: MachineOptions;
  readonly #broken = new Set<string>();
  #seed: number;

  constructor(name: string, options: MachineOptions) {
    this.name = name;
    this.#options = options;
    this.#seed = Math.floor(options.random() * 2 ** 31);
  }

  /** Its interface, on the segment of all, as long as it works. */
  get links(): readonly HostLink[] {
    return this.isLinkUp ? [{ name: 'eth0', mac: macFromNumber(this.#options.mac), subnets: [] }] : [];
  }

  /** Whether packets that are sent to it are forwarded. */
  get isForwarding(): boolean {
    return this.isOn && this.isLinkUp;
  }

  startSpeaker(): VirtualSpeaker {
    const { timeline, segment, mac, random, drain, changed } = this.#options;
    this.responder = new VirtualResponder(mac, timeline, segment, { random }, changed);
    if (!this.isLinkUp) this.responder.setLink(false);
    const speaker = new VirtualSpeaker(this.name, {
      now: () => timeline.now,
      drain,
      after: (span, act) => {
        const started = this.responder;
        timeline.after(span, () => {
          if (this.responder === started) act();
        });
      },
      responder: this.responder,
      beat: () => {
        this.#options.beat(this);
      },
      session: (peer, node, config) => this.#sessionWith(peer, node, config),
      keepOnly: (peers) => {
        this.#keepOnly(peers);
      },
    });
    this.speaker = speaker;
    return speaker;
  }

  /** Everything on it is gone at once. */
  die(): void {
    this.isOn = false;
    this.#forget();
    for (const session of this.sessions.values()) session.killNode();
  }

  /** The speaker has ended in order: it said goodbye, and the machine goes on. */
  forgetSpeaker(): void {
    this.#forget();
    for (const session of this.sessions.values()) session.killNode();
  }

  /** The interface fails or comes back. */
  setLink(isUp: boolean): void {
    this.isLinkUp = isUp;
    this.responder?.setLink(isUp);
    this.#options.beat(this);
    for (const [peer, session] of this.sessions) this.#connect(peer, session);
    this.#options.changed();
  }

  /** The path to one peer fails or comes back. */
  setPath(peer: string, isUp: boolean): void {
    if (isUp) this.#broken.delete(peer);
    else this.#broken.add(peer);
    const session = this.sessions.get(peer);
    if (session !== undefined) this.#connect(peer, session);
  }

  #forget(): void {
    this.responder?.die();
    this.responder = null;
    this.speaker = null;
    this.#options.changed();
  }

  #sessionWith(peer: Peer, node: Node, config: NeighborConfig): VirtualSession | null {
    const known = this.sessions.get(peer.name);
    if (known?.config.address === config.address) return known;
    known?.stopNode({ reason: 'peerDeconfigured' });
    const { timeline, latency, told, refused, isRouterUp } = this.#options;
    try {
      const session = new VirtualSession(config, endpointsOf(peer, node, config), {
        timeline,
        latency,
        seed: this.#seed++,
        tell: (side, news) => {
          told(peer.name, side, news);
        },
      });
      this.sessions.set(peer.name, session);
      if (isRouterUp(peer.name)) session.startRouter();
      this.#connect(peer.name, session);
      return session;
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
      refused(peer.name, error.message);
      return null;
    }
  }

  #connect(peer: string, session: VirtualSession): void {
    if (this.isLinkUp && !this.#broken.has(peer)) session.mend();
    else session.cut();
  }

  #keepOnly(peers: ReadonlySet<string>): void {
    for (const [peer, session] of this.sessions) {
      if (peers.has(peer)) continue;
      session.stopNode({ reason: 'peerDeconfigured' });
      this.sessions.delete(peer);
    }
  }
}
