import { writeFileSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../command.ts';
import { startDaemon } from '../daemon.ts';
import type { Daemon } from '../daemon.ts';
import type { Lab } from '../lab.ts';
import type { Namespace } from '../network/namespace.ts';
import { programOf } from '../tool/catalogue.ts';
import { readEvents, replay } from './exabgpAnswer.ts';
import type { ExabgpEvent } from './exabgpAnswer.ts';
import type { RoutePath } from './path.ts';

/** ExaBGP in a namespace. It keeps no table but tells what it receives, and the lab replays that. */
export interface Exabgp {
  readonly daemon: Daemon;
  /** Gives it a line of its API, as `announce route 192.0.2.0/24 next-hop self`. */
  readonly command: (line: string) => Promise<void>;
  /** What it has told so far, as it stands. */
  readonly told: () => Promise<string>;
  /** What of that could be read. */
  readonly events: () => Promise<readonly ExabgpEvent[]>;
  readonly paths: () => Promise<ReadonlyMap<string, readonly RoutePath[]>>;
  readonly pathsOf: (prefix: string) => Promise<readonly RoutePath[]>;
  readonly established: (address: string, within?: number) => Promise<void>;
}

export interface ExabgpOptions {
  readonly namespace: Namespace;
  /** `neighbor` blocks; each has the word `API` where the lab's connection to its events and commands belongs. */
  readonly neighbors: string;
  readonly env?: Readonly<Record<string, string>>;
}

export async function startExabgp(
  lab: Lab,
  { namespace, neighbors, env = {} }: ExabgpOptions,
): Promise<Exabgp> {
  const base = join(lab.folder, `exabgp-${++instances}`);
  const files = { config: `${base}.conf`, commands: `${base}.commands`, events: `${base}.events` };
  await run(['mkfifo', files.commands]);
  writeFileSync(files.events, '');
  writeFileSync(files.config, `${processBlock(files)}\n${neighbors.replaceAll(/\bAPI\b/g, API)}`);
  const daemon = startDaemon(lab, {
    name: `${namespace.label}-exabgp`,
    program: await programOf('exabgp', 'python3-exabgp'),
    args: [files.config],
    namespace,
    env: {
      exabgp_daemon_user: 'root',
      exabgp_daemon_drop: 'false',
      exabgp_api_cli: 'false',
      exabgp_log_level: 'INFO',
      ...env,
    },
  });
  const told = async (): Promise<string> => await readFile(files.events, 'utf8');
  const events = async (): Promise<readonly ExabgpEvent[]> => readEvents(await told());
  return {
    daemon,
    command: async (line) => {
      await appendFile(files.commands, `${line}\n`);
    },
    told,
    events,
    paths: async () => replay(await events()),
    pathsOf: async (prefix) => replay(await events()).get(prefix) ?? [],
    established: async (address, within) => {
      const isUp = async (): Promise<true | null> => {
        const states = (await events()).filter(
          ({ type, neighbor }) => type === 'state' && neighbor.address.peer === address,
        );
        return states.at(-1)?.neighbor.state === 'up' ? true : null;
      };
      await daemon.until(`is established with ${address}`, isUp, within);
    },
  };
}

function processBlock({ commands, events }: { readonly commands: string; readonly events: string }): string {
  const script = `exec 3<>${commands}; cat <&3 & exec cat > ${events}`;
  return `process lab { run /bin/sh -c "${script}"; encoder json; }`;
}

let instances = 0;
const API =
  'api { processes [ lab ]; neighbor-changes; receive { parsed; update; notification; open; refresh; } }';
