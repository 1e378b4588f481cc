import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { eventually } from '@fairlead/testing';

/** A running `fairlead`, and what it said so far on its standard error. */
export interface FairleadProgram {
  readonly pid: number;
  readonly output: () => string;
  readonly says: (text: string) => Promise<true>;
  /** The exit code, or `null` where a signal ended it. */
  readonly ended: Promise<number | null>;
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

export function startFairlead(args: readonly string[]): FairleadProgram {
  const program = join(import.meta.dirname, '../../packages/k8s-adapter/src/fairlead.ts');
  const child = spawn(process.execPath, ['--conditions=@fairlead/source', program, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const chunks: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const output = (): string => Buffer.concat(chunks).toString();
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    pid: child.pid ?? 0,
    output,
    says: (text) => eventually(text, () => (output().includes(text) ? true : null), { within: 20_000 }),
    ended,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return await ended;
    },
  };
}
