import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab, Namespace } from '../../../integration/lab/index.ts';
import type { Said, Task } from './task.ts';

/** A process of this folder, which cannot outlive the lab. */
export interface LoadProcess {
  /** What it says of a kind, which it says once. */
  readonly heard: <Kind extends Said['kind']>(kind: Kind) => Promise<Extract<Said, { readonly kind: Kind }>>;
  /** The most memory that it had so far, in MB. */
  readonly peakMemory: () => number;
  readonly end: () => Promise<void>;
}

export type LoadProgram = (typeof LOAD_PROGRAMS)[number];

export const LOAD_PROGRAMS = [
  'fairleadSender',
  'fairleadReceiver',
  'bareSender',
  'churnSender',
  'sink',
] as const;

/** `compiled` is the folder with the programs as `compileLoad` makes them; without it they run from their sources. */
export function startLoad(
  lab: Lab,
  program: LoadProgram,
  task: Task,
  namespace: Namespace | null,
  compiled: string | null = null,
): LoadProcess {
  const script =
    compiled === null
      ? ['--conditions=@fairlead/source', join(import.meta.dirname, `${program}.ts`)]
      : [join(compiled, `${program}.js`)];
  const node = [process.execPath, ...script, JSON.stringify(task)];
  const inside = namespace === null ? [] : ['nsenter', `--net=/run/netns/${namespace.name}`];
  const [command = '', ...args] = [...inside, ...node];
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  lab.onClose({
    stop: async () => {
      await end(child);
    },
    abandon: () => {
      child.kill('SIGKILL');
    },
  });
  const said = new Map<string, unknown>();
  child.on('message', (message: Said) => {
    said.set(message.kind, message);
    child.emit(`said ${message.kind}`);
  });
  return {
    heard: async <Kind extends Said['kind']>(kind: Kind) => {
      if (!said.has(kind)) await Promise.race([once(child, `said ${kind}`), failed(child, program)]);
      return said.get(kind) as Extract<Said, { readonly kind: Kind }>;
    },
    peakMemory: () => peakMemoryOf(child.pid ?? 0),
    end: async () => {
      await end(child);
    },
  };
}

/** The peak of what a process had in memory, in MB; of `nsenter` it is that of the program, which takes its place. */
export function peakMemoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return (Number(/^VmHWM:\s*(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) * 1024) / 1e6;
}

async function failed(child: ChildProcess, program: string): Promise<never> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  throw new Error(`${program} ended with ${signal ?? code}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
