import { join } from 'node:path';
import { run, runIn } from '../../integration/lab/index.ts';
import type { Lab, Namespace } from '../../integration/lab/index.ts';

/** What a load of ARP requests found; times in microseconds. */
export interface Load {
  readonly sent: number;
  readonly answered: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
}

/** Compiles a program of this folder; `null` where there is no C compiler. */
export async function compileProgram(lab: Lab, name: 'flood' | 'stream'): Promise<string | null> {
  const program = join(lab.folder, name);
  try {
    await run(['cc', '-O2', '-o', program, join(import.meta.dirname, `${name}.c`)]);
    return program;
  } catch {
    return null;
  }
}

/** Asks from a namespace, on the first CPU, for `count` addresses in turn. */
export async function runLoad(
  client: Namespace,
  program: string,
  {
    device,
    rate,
    seconds,
    first,
    count,
  }: {
    readonly device: string;
    readonly rate: number;
    readonly seconds: number;
    readonly first: string;
    readonly count: number;
  },
): Promise<Load> {
  const args = [device, rate, seconds, first, count].map(String);
  return JSON.parse(await runIn(client, ['taskset', '-c', '0', program, ...args])) as Load;
}
