import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@fairlead/testing';
import type { Lab } from './lab.ts';
import type { Namespace } from './network/namespace.ts';
import { commandLine } from './tool/lookup.ts';
import type { Program } from './tool/lookup.ts';

/** A program that runs until it is stopped. */
export interface Daemon {
  readonly name: string;
  readonly pid: number;
  /** What it has printed so far. */
  readonly log: () => string;
  readonly running: () => boolean;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Asks again until `probe` answers; fails at once, with the end of the log, where the daemon has ended. */
  readonly until: <T>(what: string, probe: () => Promise<T | null> | T | null, within?: number) => Promise<T>;
  /** SIGTERM; SIGKILL where that does not end it. */
  readonly stop: () => Promise<void>;
  /** SIGKILL. */
  readonly kill: () => Promise<void>;
}

export interface DaemonOptions {
  readonly name: string;
  readonly program: Program;
  readonly args: readonly string[];
  readonly namespace?: Namespace | null;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Starts a daemon that cannot outlive this process. */
export function startDaemon(lab: Lab, options: DaemonOptions): Daemon {
  const { name, program, args, namespace = null, env = {}, cwd = lab.folder } = options;
  const logFile = join(lab.folder, `${name}-${++daemons}.log`);
  const output = openSync(logFile, 'a');
  const command = commandLine(program, args, namespace?.name ?? null);
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...command], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output],
    detached: true,
  });
  closeSync(output);
  let ending: string | null = null;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      resolve((ending = error.message));
    });
    child.once('exit', (code, signal) => {
      resolve((ending = `ended with ${signal ?? code}`));
    });
  });
  const signal = (signal: NodeJS.Signals): void => {
    if (ending === null) child.kill(signal);
  };
  const log = (): string => readFileSync(logFile, 'utf8');
  const daemon: Daemon = {
    name,
    pid: child.pid ?? 0,
    log,
    running: () => ending === null,
    signal,
    until: async (what, probe, within = 60_000) => {
      const early = ended.then((how) => {
        throw new Error(how);
      });
      try {
        return await Promise.race([early, eventually(what, probe, { within })]);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`${name}: ${reason}; its log ends with:\n${log().slice(-LOG_END)}`, { cause });
      }
    },
    stop: async () => {
      signal('SIGTERM');
      signal('SIGCONT');
      const impatience = setTimeout(() => {
        signal('SIGKILL');
      }, PATIENCE);
      await ended;
      clearTimeout(impatience);
    },
    kill: async () => {
      signal('SIGKILL');
      await ended;
    },
  };
  lab.onClose({
    stop: daemon.stop,
    abandon: () => {
      signal('SIGKILL');
    },
  });
  return daemon;
}

let daemons = 0;
const PATIENCE = 5_000;
const LOG_END = 2_000;
