import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { startDaemon } from './daemon.ts';
import type { Daemon } from './daemon.ts';
import type { Lab } from './lab.ts';
import type { Namespace } from './network/namespace.ts';

export interface FairleadOptions {
  /** What its log is called. */
  readonly name: string;
  /** From the command on: `['speaker', '--node-name', 'node-1']`. */
  readonly args: readonly string[];
  readonly namespace?: Namespace | null;
  readonly env?: Readonly<Record<string, string>>;
  /** Capabilities that it may not have, like `net_raw`. */
  readonly without?: readonly string[];
}

/** Starts the program under test from its sources. */
export function startFairlead(
  lab: Lab,
  { name, args, namespace = null, env = {}, without = [] }: FairleadOptions,
): Daemon {
  const bounds = without.map((capability) => `-${capability}`).join();
  const limits = bounds === '' ? [] : ['--bounding-set', bounds, '--inh-caps', bounds];
  return startDaemon(lab, {
    name,
    program: { path: 'setpriv', over: null },
    args: [...limits, '--', process.execPath, '--conditions=@fairlead/source', PROGRAM, ...args],
    namespace,
    env,
  });
}

const PROGRAM = join(
  dirname(createRequire(import.meta.url).resolve('@fairlead/k8s-adapter/package.json')),
  'src/fairlead.ts',
);
