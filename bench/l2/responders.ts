import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ip } from '../../integration/lab/index.ts';
import type { Lab, Namespace } from '../../integration/lab/index.ts';
import { findGoProgram } from '../goProgram.ts';

/** Something that answers ARP in a namespace, on the second CPU where it is a process. */
export interface Responder {
  readonly name: string;
  readonly isOurs: boolean;
  /** Answers on eth0; the answer stops it, or is the reason why it cannot be had. */
  readonly start: (lab: Lab, server: Namespace) => Promise<Running | string>;
}

export interface Running {
  readonly stop: () => Promise<void>;
  /** CPU seconds used so far; `null` where it is nobody's. */
  readonly cpu: () => number | null;
  /** What it says of its own start. */
  readonly said: { readonly announced: number; readonly memory: number } | null;
}

/** The kernel first: it is what the others are measured by. */
export function responders(first: string, count: number): readonly Responder[] {
  return [
    { name: 'kernel', isOurs: false, start: async (_, server) => await startKernel(server) },
    { name: 'mdlayher/arp (Go)', isOurs: false, start: startGo },
    {
      name: 'fairlead',
      isOurs: true,
      start: async (lab, server) => await startOurs(lab, server, first, count),
    },
  ];
}

async function startOurs(lab: Lab, server: Namespace, first: string, count: number): Promise<Running> {
  const program = join(import.meta.dirname, 'responder.ts');
  const node = [
    process.execPath,
    '--conditions=@fairlead/source',
    '--expose-gc',
    program,
    'eth0',
    first,
    String(count),
    '60000',
  ];
  const child = startOn(lab, server, node, ['ignore', 'inherit', 'inherit', 'ipc']);
  const [said] = (await once(child, 'message')) as [{ readonly announced: number; readonly memory: number }];
  return {
    said,
    stop: async () => {
      await end(child);
    },
    cpu: () => cpuOf(child),
  };
}

/** Every address of the range is the kernel's own. */
async function startKernel(server: Namespace): Promise<Running> {
  await ip(server, ['route', 'add', 'local', '10.201.0.0/16', 'dev', 'lo']);
  return { said: null, stop: () => Promise.resolve(), cpu: () => null };
}

async function startGo(lab: Lab, server: Namespace): Promise<Running | string> {
  const program = await findGoProgram(lab, join(import.meta.dirname, 'goArp'), 'arp');
  if (program.kind === 'missing') return program.reason;
  const child = startOn(lab, server, [program.path, 'eth0'], ['ignore', 'pipe', 'inherit']);
  if (child.stdout !== null) await once(child.stdout, 'data');
  return {
    said: null,
    stop: async () => {
      await end(child);
    },
    cpu: () => cpuOf(child),
  };
}

function startOn(
  lab: Lab,
  { name }: Namespace,
  command: readonly string[],
  stdio: ('ignore' | 'inherit' | 'ipc' | 'pipe')[],
): ChildProcess {
  const inside = ['nsenter', `--net=/run/netns/${name}`, 'taskset', '-c', '1', ...command];
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...inside], { stdio });
  const stop = (): void => {
    child.kill('SIGKILL');
  };
  lab.onClose({ stop, abandon: stop });
  return child;
}

/** Of all its threads, as the scheduler of the kernel counts. */
function cpuOf({ pid }: ChildProcess): number {
  const tasks = `/proc/${pid}/task`;
  const nanoseconds = readdirSync(tasks).map((task) =>
    Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e9;
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
