import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { IpFamily } from '@fairlead/inet';
import { startDaemon } from '../daemon.ts';
import type { Daemon } from '../daemon.ts';
import type { Lab } from '../lab.ts';
import type { Namespace } from '../network/namespace.ts';
import { programOf } from '../tool/catalogue.ts';
import { readNeighbors, readPaths } from './frrAnswer.ts';
import type { FrrNeighbor, FrrPath } from './frrAnswer.ts';
import { askVty } from './vty.ts';

/** FRR in a namespace: bgpd, and zebra where its routes are to reach the kernel. */
export interface Frr {
  readonly bgpd: Daemon;
  /** Runs commands of the configuration, in order, from `configure terminal`. */
  readonly configure: (config: string) => Promise<void>;
  /** What a command prints. */
  readonly show: (command: string, daemon?: FrrDaemon) => Promise<string>;
  /** The paths of every prefix in the BGP table. */
  readonly paths: (family: IpFamily) => Promise<ReadonlyMap<string, readonly FrrPath[]>>;
  /** The paths of one prefix; none where the table lacks it. */
  readonly pathsOf: (prefix: string) => Promise<readonly FrrPath[]>;
  readonly neighbors: () => Promise<readonly FrrNeighbor[]>;
  /** Waits until the session with a neighbour is Established. */
  readonly established: (address: string, within?: number) => Promise<FrrNeighbor>;
  readonly stop: () => Promise<void>;
}

export type FrrDaemon = 'bgpd' | 'zebra' | 'bfdd';

export interface FrrOptions {
  readonly namespace: Namespace;
  /** The configuration of bgpd, as in `frr.conf`. */
  readonly config: string;
  /** Daemons to run beside bgpd; without zebra no route reaches the kernel. */
  readonly beside?: readonly ('zebra' | 'bfdd')[];
  /** More arguments of bgpd. */
  readonly args?: readonly string[];
}

/** Starts FRR by hand, with sockets and files of its own, and gives it its configuration. */
export async function startFrr(lab: Lab, options: FrrOptions): Promise<Frr> {
  const { namespace, config, beside = ['zebra'], args = [] } = options;
  const folder = join(lab.folder, `frr-${++instances}`);
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  const start = async (name: FrrDaemon, more: readonly string[]): Promise<Daemon> => {
    const own = ['-i', join(folder, `${name}.pid`), '-z', join(folder, 'zserv.api'), '--vty_socket', folder];
    const program = await programOf('frr', name);
    const daemon = startDaemon(lab, {
      name: `${namespace.label}-${name}`,
      program,
      args: [...own, '-P', '0', '--log', 'stdout', '--log-level', 'informational', ...more],
      namespace,
    });
    await daemon.until('answers', async () => await ask(name, ['show version']));
    return daemon;
  };
  const ask = async (daemon: FrrDaemon, commands: readonly string[]): Promise<string> =>
    await askVty(join(folder, `${daemon}.vty`), ['enable', ...commands]);
  const neighbors = async (): Promise<readonly FrrNeighbor[]> =>
    readNeighbors(await ask('bgpd', ['show bgp neighbors json']));

  const daemons: Daemon[] = [];
  for (const name of beside) daemons.push(await start(name, []));
  const bgpd = await start('bgpd', beside.includes('zebra') ? args : ['--no_kernel', ...args]);
  const frr: Frr = {
    bgpd,
    configure: async (text) => {
      await ask('bgpd', [
        'configure terminal',
        ...text.split('\n').filter((line) => line.trim() !== ''),
        'end',
      ]);
    },
    show: async (command, daemon = 'bgpd') => await ask(daemon, [command]),
    paths: async (family) => readPaths(await ask('bgpd', [`show bgp ${family} unicast json detail`])),
    pathsOf: async (prefix) => {
      const family = prefix.includes(':') ? 'ipv6' : 'ipv4';
      return [...readPaths(await ask('bgpd', [`show bgp ${family} unicast ${prefix} json`])).values()].flat();
    },
    neighbors,
    established: async (address, within) =>
      await bgpd.until(
        `is established with ${address}`,
        async () => {
          const neighbor = (await neighbors()).find((neighbor) => neighbor.address === address);
          return neighbor?.state === 'Established' ? neighbor : null;
        },
        within,
      ),
    stop: async () => {
      for (const daemon of [bgpd, ...daemons.reverse()]) await daemon.stop();
    },
  };
  await frr.configure(`bgp route-map delay-timer 1\n${config}`);
  return frr;
}

let instances = 0;
