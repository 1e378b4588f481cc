import { compareAddresses, comparePrefixes } from '@fairlead/inet';
import type { IpAddress, MacAddress, Prefix } from '@fairlead/inet';
import { derivedMac } from '@fairlead/l2-core';
import { question } from '../virtual/question.ts';
import type { Version } from './controlPlane.ts';
import type { Host } from './host.ts';
import type { Machine } from './machine.ts';
import { Tally } from './tally.ts';

/** Whether an address has an owner: exactly one is right. */
export type OwnerState = 'none' | 'one' | 'several';
/** Whether a router has paths, and whether they lead to machines that are there. */
export type PathState = 'none' | 'good' | 'partly' | 'dead';

export type HostState = 'reached' | 'lost';

/** What a router has for a prefix. */
export interface Path {
  readonly router: string;
  readonly prefix: Prefix;
  readonly tally: Tally<PathState>;
}

/** Looks at what routers and hosts see, tells what is new, and counts for how long it was wrong. */
export class Observer {
  readonly owners: Map<IpAddress, Tally<OwnerState>> = new Map<IpAddress, Tally<OwnerState>>();
  readonly hosts: Map<IpAddress, Tally<HostState>> = new Map<IpAddress, Tally<HostState>>();
  /** By `router prefix`. */
  readonly paths: Map<string, Path> = new Map<string, Path>();
  readonly #machines: ReadonlyMap<string, Machine>;
  readonly #host: Host;
  readonly #tell: (kind: 'owner' | 'route', subject: string, message: string) => void;
  readonly #answering = new Map<IpAddress, string>();
  readonly #tables = new Map<string, ReadonlyMap<Prefix, readonly string[]>>();

  constructor(
    machines: ReadonlyMap<string, Machine>,
    host: Host,
    tell: (kind: 'owner' | 'route', subject: string, message: string) => void,
  ) {
    this.#machines = machines;
    this.#host = host;
    this.#tell = tell;
  }

  /** Asks every machine for every address that layer 2 announces. */
  lookAtOwners({ plan }: Version, now: number): void {
    for (const address of [...new Set([...plan.owners.keys(), ...this.owners.keys()])].sort(
      compareAddresses,
    )) {
      const isWanted = (plan.owners.get(address)?.owner ?? null) !== null;
      if (isWanted) this.#host.talkTo(address);
      const answering = this.#answeringFor(address);
      const words = answering.length === 0 ? 'nobody' : answering.join(', ');
      const before = this.#answering.get(address) ?? 'nobody';
      if (words !== before) this.#tell('owner', address, `is answered for by ${words}, before by ${before}`);
      this.#answering.set(address, words);
      const state = answering.length === 0 ? 'none' : answering.length === 1 ? 'one' : 'several';
      enter(this.owners, address, isWanted ? state : null, 'one', now);
      const mac = this.#host.entry(address);
      const isReached = answering.some((name) => isAt(mac, address, this.#machines.get(name)));
      enter(this.hosts, address, isWanted ? (isReached ? 'reached' : 'lost') : null, 'reached', now);
    }
  }

  /** Looks at the table of a router. */
  lookAtRouter(router: string, version: Version, now: number): void {
    const table = this.#tableOf(router);
    const before = this.#tables.get(router) ?? new Map<Prefix, readonly string[]>();
    this.#tables.set(router, table);
    const wanted = wantedBy(router, version);
    for (const prefix of [...new Set([...before.keys(), ...table.keys()])].sort(comparePrefixes)) {
      const [had, has] = [before.get(prefix) ?? [], table.get(prefix) ?? []].map((names) => names.join(', '));
      if (had === has) continue;
      const was = had === '' ? '' : `, before via ${had ?? ''}`;
      this.#tell('route', router, `${prefix} ${has === '' ? 'is gone' : `via ${has ?? ''}`}${was}`);
    }
    const known = [...this.paths.values()]
      .filter((each) => each.router === router)
      .map(({ prefix }) => prefix);
    for (const prefix of new Set([...table.keys(), ...known])) {
      const state = wanted.has(prefix) ? this.#stateOf(table.get(prefix) ?? []) : null;
      const key = `${router} ${prefix}`;
      const path = this.paths.get(key) ?? { router, prefix, tally: new Tally<PathState>() };
      if (path.tally.state === null && state !== 'good' && !this.paths.has(key)) continue;
      this.paths.set(key, path);
      path.tally.enter(state, now);
    }
  }

  /** Which machine has a MAC address. */
  nameOf(mac: MacAddress | null): string {
    for (const { name, responder } of this.#machines.values()) if (responder?.mac === mac) return name;
    return mac ?? 'nobody';
  }

  close(now: number): void {
    for (const tally of [...this.owners.values(), ...this.hosts.values()]) tally.close(now);
    for (const { tally } of this.paths.values()) tally.close(now);
  }

  #answeringFor(address: IpAddress): readonly string[] {
    const frame = question(this.#host.mac, address);
    return [...this.#machines.values()]
      .filter(({ responder }) => responder?.answers(frame) === true)
      .map(({ name }) => name);
  }

  /** For each prefix the machines that packets for it go to. */
  #tableOf(router: string): ReadonlyMap<Prefix, readonly string[]> {
    const table = new Map<Prefix, Set<string>>();
    for (const machine of this.#machines.values()) {
      const session = machine.sessions.get(router);
      for (const { prefix, nextHop } of session?.routes() ?? []) {
        const target =
          nextHop === null || nextHop === session?.local ? machine.name : this.#machineAt(router, nextHop);
        const names = table.get(prefix) ?? new Set<string>();
        table.set(prefix, names.add(target));
      }
    }
    return new Map([...table].map(([prefix, names]) => [prefix, [...names].sort()]));
  }

  #machineAt(router: string, address: IpAddress): string {
    for (const { name, sessions } of this.#machines.values()) {
      if (sessions.get(router)?.local === address) return name;
    }
    return address;
  }

  #stateOf(names: readonly string[]): PathState {
    if (names.length === 0) return 'none';
    const dead = names.filter((name) => this.#machines.get(name)?.isForwarding === false);
    return dead.length === 0 ? 'good' : dead.length < names.length ? 'partly' : 'dead';
  }
}

/** Whether frames to the MAC address reach the machine, with its own or that of the address. */
function isAt(mac: MacAddress | null, address: IpAddress, machine: Machine | undefined): boolean {
  return mac !== null && (mac === machine?.responder?.mac || mac === derivedMac(address));
}

/** The prefixes that some node has for a peer. */
function wantedBy(router: string, { plan }: Version): ReadonlySet<Prefix> {
  const told = plan.cluster.nodes.flatMap((node) => plan.routes(node).peers);
  return new Set(
    told
      .filter(({ peer }) => peer.name === router)
      .flatMap(({ routes }) => routes.map(({ prefix }) => prefix)),
  );
}

/** Counting begins when it was right for the first time. */
function enter<State extends string>(
  tallies: Map<IpAddress, Tally<State>>,
  address: IpAddress,
  state: State | null,
  good: State,
  now: number,
): void {
  const known = tallies.get(address);
  if (known === undefined && state !== good) return;
  const tally = known ?? new Tally<State>();
  tallies.set(address, tally);
  tally.enter(state, now);
}
