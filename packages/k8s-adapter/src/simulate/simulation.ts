import { millis } from '@fairlead/inet';
import type { IpAddress } from '@fairlead/inet';
import type { SourceObject } from '../dialect/source.ts';
import { compareText } from '../model/object.ts';
import type { Problem } from '../model/problem.ts';
import type { PlanOptions } from '../plan/plan.ts';
import type { PeerNews } from '../virtual/bgpEnd.ts';
import { Segment } from '../virtual/segment.ts';
import { Timeline } from '../virtual/timeline.ts';
import { ApiServer } from './apiServer.ts';
import { ControlPlane } from './controlPlane.ts';
import type { Version } from './controlPlane.ts';
import { Host } from './host.ts';
import { Machine } from './machine.ts';
import { Observer } from './observer.ts';
import { randomFrom } from './random.ts';
import { describeEvent } from './script.ts';
import type { Happening, NodeDoing, Script } from './script.ts';
import { SessionTallies } from './sessionTallies.ts';

/** Something that was seen; `at` is in milliseconds from the start. */
export interface Sighting {
  readonly at: number;
  readonly kind: 'event' | 'service' | 'session' | 'route' | 'owner' | 'neighbor' | 'problem';
  /** The router, node, address, host or Service that it is about. */
  readonly subject: string;
  readonly message: string;
}

/** A cluster on virtual wires by a virtual clock, to which the events of a script happen. */
export class Simulation {
  readonly sightings: Sighting[] = [];
  readonly observer: Observer;
  readonly sessions: SessionTallies = new SessionTallies();
  readonly #script: Script;
  readonly #timeline = new Timeline();
  readonly #random: () => number;
  readonly #control: ControlPlane;
  readonly #machines = new Map<string, Machine>();
  readonly #downRouters = new Set<string>();
  readonly #api: ApiServer;
  readonly #segment: Segment;
  readonly #dirtyRouters = new Set<string>();
  #isLayer2Dirty = true;
  #version: Version;
  #said = new Map<string, string>();

  constructor(objects: readonly SourceObject[], script: Script, options: PlanOptions) {
    this.#script = script;
    this.#random = randomFrom(script.seed);
    this.#control = new ControlPlane(objects, options);
    this.#version = this.#control.version();
    this.#api = new ApiServer(this.#timeline, this.#random, script.timing, this.#machines, this.#version);
    this.#segment = new Segment(this.#timeline, script.timing.wire);
    const host = new Host(this.#timeline, this.#segment, (address) => {
      this.#isLayer2Dirty = true;
      const mac = host.entry(address);
      const message =
        mac === null ? `gets no answer from ${address}` : `sends ${address} to ${this.observer.nameOf(mac)}`;
      this.#see('neighbor', 'host', message);
    });
    this.observer = new Observer(this.#machines, host, (kind, subject, message) => {
      this.#see(kind, subject, message);
    });
  }

  get version(): Version {
    return this.#version;
  }

  /** What became wrong with the objects by the events. */
  get problems(): readonly Problem[] {
    return this.#control.problems;
  }

  /** Lets everything happen; answers when it ended, in milliseconds. */
  run(): number {
    const { events, duration } = this.#script;
    const end = duration ?? (events.at(-1)?.at ?? 0) + AFTERWARDS;
    this.#sayAddresses();
    this.#addMachines();
    for (const event of events) {
      this.#timeline.at(event.at, () => {
        this.#see('event', 'script', describeEvent(event));
        this.#happen(event);
      });
    }
    this.#timeline.run(end, () => {
      this.#look();
    });
    this.#look();
    this.observer.close(end);
    this.sessions.close(end);
    return end;
  }

  #happen(event: Happening): void {
    switch (event.kind) {
      case 'node': {
        const machine = this.#machines.get(event.node);
        if (machine !== undefined) this.#happenToNode(machine, event.does);
        return;
      }
      case 'peer':
        this.#happenToPeer(event.peer, event.does);
        return;
      case 'link': {
        const isUp = event.does === 'repair';
        const machine = this.#machines.get(event.node);
        if (event.peer === null) machine?.setLink(isUp);
        else machine?.setPath(event.peer, isUp);
        return;
      }
      case 'endpoints':
        this.#control.placeEndpoints(event.service, event.nodes);
        this.#publish();
        return;
      case 'apply':
        this.#control.apply(event.objects);
        this.#publish();
        return;
      case 'delete':
        if (!this.#control.remove(event.object))
          this.#see('problem', event.object, 'is not there to be deleted');
        this.#publish();
    }
  }

  #happenToNode(machine: Machine, does: NodeDoing): void {
    const { name } = machine;
    const { notReady, drain } = this.#script.timing;
    switch (does) {
      case 'die':
        machine.die();
        this.#dirty();
        this.#timeline.after(notReady, () => {
          if (machine.isOn) return;
          this.#control.setReady(name, false);
          this.#publish();
        });
        return;
      case 'return':
        machine.isOn = true;
        this.#control.setReady(name, true);
        this.#publish();
        this.#start(machine);
        return;
      case 'isolate':
        machine.isConnected = false;
        return;
      case 'rejoin':
        machine.isConnected = true;
        this.#api.catchUp(machine);
        return;
      case 'drain':
      case 'undrain':
        this.#control.setDraining(name, does === 'drain');
        this.#publish();
        return;
      case 'stop':
        this.#api.release(machine);
        machine.speaker?.lowerRoutes();
        machine.speaker?.handOver();
        this.#timeline.after(drain, () => {
          for (const session of machine.sessions.values()) session.advertise([]);
        });
        this.#timeline.after(drain + WITHDRAWAL, () => {
          for (const session of machine.sessions.values())
            session.stopNode({ text: 'this node stops announcing' });
        });
        this.#timeline.after(drain + 2 * WITHDRAWAL, () => {
          machine.forgetSpeaker();
        });
        return;
      case 'start':
        this.#start(machine);
    }
  }

  #happenToPeer(peer: string, does: 'die' | 'return' | 'restart'): void {
    if (does !== 'return') {
      this.#downRouters.add(peer);
      for (const { name, sessions } of this.#machines.values()) {
        sessions.get(peer)?.killRouter();
        this.sessions.enter(name, peer, 'down', this.#timeline.now);
      }
      this.#dirtyRouters.add(peer);
    }
    if (does === 'restart') {
      this.#timeline.after(REBOOT, () => {
        this.#happenToPeer(peer, 'return');
      });
    }
    if (does !== 'return') return;
    this.#downRouters.delete(peer);
    for (const { sessions } of this.#machines.values()) sessions.get(peer)?.startRouter();
  }

  /** Objects are other ones: everybody hears of it, each in its own time. */
  #publish(): void {
    this.#version = this.#control.version();
    this.#sayAddresses();
    this.#addMachines();
    this.#api.publish(this.#version);
    this.#dirty();
  }

  /** Nodes come with a machine each, and the machine with a speaker. */
  #addMachines(): void {
    for (const { name } of this.#version.plan.cluster.nodes) {
      if (this.#machines.has(name)) continue;
      const machine = new Machine(name, {
        timeline: this.#timeline,
        segment: this.#segment,
        latency: this.#script.timing.wire,
        mac: FIRST_MAC + this.#machines.size,
        random: this.#random,
        drain: millis(this.#script.timing.drain),
        isRouterUp: (peer) => !this.#downRouters.has(peer),
        told: (peer, side, news) => {
          this.#told(name, peer, side, news);
        },
        refused: (peer, why) => {
          this.#seeOnce('problem', name, `no session with ${peer}: ${why}`);
        },
        changed: () => {
          this.#isLayer2Dirty = true;
        },
        beat: (each) => {
          this.#api.beat(each);
        },
      });
      this.#machines.set(name, machine);
      this.#start(machine);
      this.#api.keepAlive(machine);
    }
  }

  #start(machine: Machine): void {
    if (machine.speaker !== null) return;
    machine.startSpeaker();
    for (const session of machine.sessions.values())
      if (!this.#downRouters.has(session.config.name ?? '')) session.startRouter();
    this.#api.join(machine);
  }

  #told(node: string, peer: string, side: 'node' | 'router', news: PeerNews): void {
    this.#dirtyRouters.add(peer);
    const subject = side === 'node' ? node : peer;
    const other = side === 'node' ? peer : node;
    if (news.kind === 'established') {
      this.#see('session', subject, `session with ${other} established`);
      if (side === 'router') this.sessions.enter(node, peer, 'up', this.#timeline.now);
    } else if (news.kind === 'down') {
      const { reason, detail } = news.ending;
      this.#see(
        'session',
        subject,
        `session with ${other} down: ${reason}${detail === null ? '' : ` (${detail})`}`,
      );
      if (side === 'router') this.sessions.enter(node, peer, 'down', this.#timeline.now);
    }
  }

  #look(): void {
    const { now } = this.#timeline;
    for (const router of [...this.#dirtyRouters].sort(compareText))
      this.observer.lookAtRouter(router, this.#version, now);
    this.#dirtyRouters.clear();
    if (!this.#isLayer2Dirty) return;
    this.#isLayer2Dirty = false;
    this.observer.lookAtOwners(this.#version, now);
  }

  #dirty(): void {
    this.#isLayer2Dirty = true;
    for (const { sessions } of this.#machines.values())
      for (const peer of sessions.keys()) this.#dirtyRouters.add(peer);
  }

  #sayAddresses(): void {
    const said = new Map<string, string>();
    for (const [service, { kind, addresses, decision }] of this.#version.plan.allocations) {
      if (kind === 'ignored') continue;
      said.set(
        service,
        addresses.length === 0 ? `has no address: ${decision.reason}` : `has ${listed(addresses)}`,
      );
    }
    for (const [service, message] of said) {
      if (this.#said.get(service) !== message) this.#see('service', service, message);
    }
    for (const service of this.#said.keys()) if (!said.has(service)) this.#see('service', service, 'is gone');
    this.#said = said;
  }

  #see(kind: Sighting['kind'], subject: string, message: string): void {
    this.sightings.push({ at: Math.round(this.#timeline.now), kind, subject, message });
  }

  #seeOnce(kind: Sighting['kind'], subject: string, message: string): void {
    const isKnown = this.sightings.some((each) => each.subject === subject && each.message === message);
    if (!isKnown) this.#see(kind, subject, message);
  }
}

function listed(addresses: readonly IpAddress[]): string {
  return addresses.join(', ');
}

/** How long to look on after the last event. */
const AFTERWARDS = 120_000;
/** How long a router takes to start again. */
const REBOOT = 10_000;
/** As the speaker does: how long the last UPDATEs may take to leave. */
const WITHDRAWAL = 100;
const FIRST_MAC = 0x02_00_00_00_00_01;
