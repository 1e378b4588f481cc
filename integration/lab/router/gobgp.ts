import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IpFamily } from '@fairlead/inet';
import { run } from '../command.ts';
import { startDaemon } from '../daemon.ts';
import type { Daemon } from '../daemon.ts';
import type { Lab } from '../lab.ts';
import type { Namespace } from '../network/namespace.ts';
import { programOf } from '../tool/catalogue.ts';
import { commandLine } from '../tool/lookup.ts';
import { readGobgpNeighbors, readGobgpRoutes } from './gobgpAnswer.ts';
import type { RoutePath } from './path.ts';

/** GoBGP in a namespace. */
export interface Gobgp {
  readonly daemon: Daemon;
  /** What its command line tool prints. */
  readonly ask: (args: readonly string[]) => Promise<string>;
  /** The state of each session by the neighbour's address. */
  readonly sessions: () => Promise<ReadonlyMap<string, string>>;
  readonly paths: (family: IpFamily) => Promise<ReadonlyMap<string, readonly RoutePath[]>>;
  readonly pathsOf: (prefix: string) => Promise<readonly RoutePath[]>;
  readonly established: (address: string, within?: number) => Promise<void>;
}

export interface GobgpOptions {
  readonly namespace: Namespace;
  /** In TOML. */
  readonly config: string;
  /** Debian's by default, or the newest release of version 4. */
  readonly release?: 'gobgp' | 'gobgp-4';
  /** More arguments of gobgpd. */
  readonly args?: readonly string[];
}

export async function startGobgp(
  lab: Lab,
  { namespace, config, release = 'gobgp', args = [] }: GobgpOptions,
): Promise<Gobgp> {
  const file = join(lab.folder, `gobgp-${++instances}.toml`);
  writeFileSync(file, config);
  const tool = await programOf(release, 'gobgp');
  const ask = async (args: readonly string[]): Promise<string> =>
    await run(commandLine(tool, args, namespace.name));
  const daemon = startDaemon(lab, {
    name: `${namespace.label}-gobgpd`,
    program: await programOf(release, 'gobgpd'),
    args: ['-f', file, '-t', 'toml', '--api-hosts', '127.0.0.1:50051', '--pprof-disable', ...args],
    namespace,
  });
  await daemon.until('answers', async () => await ask(['global']));
  const sessions = async (): Promise<ReadonlyMap<string, string>> =>
    readGobgpNeighbors(await ask(['neighbor', '-j']));
  const paths = async (family: IpFamily): Promise<ReadonlyMap<string, readonly RoutePath[]>> =>
    readGobgpRoutes(await ask(['global', 'rib', '-a', family, '-j']));
  return {
    daemon,
    ask,
    sessions,
    paths,
    pathsOf: async (prefix) => (await paths(prefix.includes(':') ? 'ipv6' : 'ipv4')).get(prefix) ?? [],
    established: async (address, within) => {
      const isUp = async (): Promise<true | null> =>
        (await sessions()).get(address) === 'Established' ? true : null;
      await daemon.until(`is established with ${address}`, isUp, within);
    },
  };
}

let instances = 0;
