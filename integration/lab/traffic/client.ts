import { join } from 'node:path';
import { eventually } from '@fairlead/testing';
import { startDaemon } from '../daemon.ts';
import type { Lab } from '../lab.ts';
import type { Namespace } from '../network/namespace.ts';

/** One request of a client, as it ended. Times are milliseconds since the epoch. */
export interface Attempt {
  readonly at: number;
  readonly until: number;
  /** Who answered; `null` where nobody did. */
  readonly backend: string | null;
  readonly error: string | null;
}

/** A client that asks again and again. */
export interface Client {
  /** What has ended so far. */
  readonly attempts: () => readonly Attempt[];
  /** Ends it, when the requests that are under way have ended. */
  readonly stop: () => Promise<readonly Attempt[]>;
}

export interface ClientOptions {
  readonly namespace: Namespace;
  readonly url: string;
  /** Milliseconds between requests. */
  readonly every?: number;
  /** Milliseconds after which an answer is no longer waited for. */
  readonly patience?: number;
}

export function startClient(lab: Lab, options: ClientOptions): Client {
  const { attempts, daemon } = launch(lab, options, 0);
  return {
    attempts,
    stop: async () => {
      await daemon.stop();
      return attempts();
    },
  };
}

/** Asks a number of times and gives how each ended. */
export async function ask(lab: Lab, options: ClientOptions, count: number): Promise<readonly Attempt[]> {
  const { attempts, daemon } = launch(lab, { every: 5, ...options }, count);
  await eventually(`${count} requests end`, () => (daemon.running() ? null : true), { within: 60_000 });
  return attempts();
}

/** How often each backend answered. */
export function countBackends(attempts: readonly Attempt[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { backend } of attempts)
    if (backend !== null) counts.set(backend, (counts.get(backend) ?? 0) + 1);
  return counts;
}

/** The longest time, in milliseconds, in which no request that was started then was answered. */
export function longestGap(attempts: readonly Attempt[]): number {
  const byStart = attempts.toSorted((a, b) => a.at - b.at);
  let gap = 0;
  let since: number | null = null;
  for (const { at, backend } of byStart) {
    if (backend === null) since ??= at;
    else if (since !== null) {
      gap = Math.max(gap, at - since);
      since = null;
    }
  }
  const last = byStart.at(-1);
  return since === null || last === undefined ? gap : Math.max(gap, last.until - since);
}

function launch(lab: Lab, { namespace, url, every = 20, patience = 1000 }: ClientOptions, count: number) {
  const daemon = startDaemon(lab, {
    name: `client-${namespace.label}`,
    program: { path: process.execPath, over: null },
    args: [join(import.meta.dirname, 'clientProcess.ts'), url, ...[every, count, patience].map(String)],
    namespace,
  });
  const attempts = (): readonly Attempt[] =>
    daemon
      .log()
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as Attempt);
  return { daemon, attempts };
}
