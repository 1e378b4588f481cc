import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startDaemon } from '../daemon.ts';
import type { Daemon } from '../daemon.ts';
import type { Lab } from '../lab.ts';
import type { Namespace } from '../network/namespace.ts';
import { programOf } from '../tool/catalogue.ts';
import { readBirdProtocols, readBirdRoutes } from './birdAnswer.ts';
import type { RoutePath } from './path.ts';

/** BIRD in a namespace. */
export interface Bird {
  readonly daemon: Daemon;
  /** What a command of `birdc` prints. */
  readonly ask: (command: string) => Promise<string>;
  /** Replaces the configuration while it runs. */
  readonly configure: (config: string) => Promise<void>;
  /** The state of each BGP protocol by name, as `Established` or `Active`. */
  readonly sessions: () => Promise<ReadonlyMap<string, string>>;
  readonly paths: (table?: string) => Promise<ReadonlyMap<string, readonly RoutePath[]>>;
  readonly pathsOf: (prefix: string) => Promise<readonly RoutePath[]>;
  readonly established: (protocol: string, within?: number) => Promise<void>;
}

export interface BirdOptions {
  readonly namespace: Namespace;
  readonly config: string;
  /** More arguments. */
  readonly args?: readonly string[];
}

export async function startBird(lab: Lab, { namespace, config, args = [] }: BirdOptions): Promise<Bird> {
  const base = join(lab.folder, `bird-${++instances}`);
  const files = { config: `${base}.conf`, socket: `${base}.ctl`, pid: `${base}.pid` };
  writeFileSync(files.config, config);
  const ask = async (command: string): Promise<string> => await askBird(files.socket, command);
  const daemon = startDaemon(lab, {
    name: `${namespace.label}-bird`,
    program: await programOf('bird'),
    args: ['-f', '-c', files.config, '-s', files.socket, '-P', files.pid, ...args],
    namespace,
  });
  await daemon.until('answers', async () => await ask('show status'));
  const sessions = async (): Promise<ReadonlyMap<string, string>> =>
    readBirdProtocols(await ask('show protocols'));
  return {
    daemon,
    ask,
    configure: async (text) => {
      writeFileSync(files.config, text);
      await ask('configure');
    },
    sessions,
    paths: async (table) =>
      readBirdRoutes(await ask(table === undefined ? 'show route all' : `show route table ${table} all`)),
    pathsOf: async (prefix) => {
      const answer = await ask(`show route ${prefix} all`).catch((error: unknown) => {
        if (error instanceof Error && error.message.endsWith(NOT_FOUND)) return '';
        throw error;
      });
      return readBirdRoutes(answer).get(prefix) ?? [];
    },
    established: async (protocol, within) => {
      const isUp = async (): Promise<true | null> =>
        (await sessions()).get(protocol) === 'Established' ? true : null;
      await daemon.until(`has ${protocol} established`, isUp, within);
    },
  };
}

/** Each line of an answer starts with a code; the last has a space after it. 8000 and above are errors. */
async function askBird(socketPath: string, command: string): Promise<string> {
  const socket = connect(socketPath);
  const text: string[] = [];
  try {
    socket.setTimeout(PATIENCE, () => socket.destroy(new Error(`${socketPath} does not answer`)));
    let greeted = false;
    for await (const line of createInterface(socket)) {
      if (!greeted) {
        greeted = true;
        socket.write(`${command}\n`);
        continue;
      }
      const [, code = '', mark = '', rest = ''] = /^(\d{4})([ -])(.*)$/.exec(line) ?? [];
      if (code >= FIRST_ERROR) throw new Error(`BIRD refuses "${command}": ${rest}`);
      text.push(code === '' ? line.slice(1) : rest);
      if (mark === ' ') return text.join('\n');
    }
  } finally {
    socket.destroy();
  }
  throw new Error(`${socketPath} closed the connection`);
}

let instances = 0;
const PATIENCE = 30_000;
const NOT_FOUND = 'Network not found';
const FIRST_ERROR = '8000';
