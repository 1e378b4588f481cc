import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

/** A path in the cache that all checkouts of one user share. */
export function cachePath(...names: readonly string[]): string {
  const base = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(base, 'fairlead', ...names);
}

/**
 * The folder, made by `make` if it is not there yet. It appears whole or not at all, and where several processes want it
 * one makes it and the others wait.
 */
export async function cachedFolder(
  folder: string,
  what: string,
  make: (unfinished: string) => Promise<void>,
): Promise<string> {
  if (existsSync(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  await locked(`${folder}.lock`, what, async () => {
    if (existsSync(folder)) return;
    const unfinished = await mkdtemp(`${folder}.unfinished-`);
    try {
      await make(unfinished);
      await rename(unfinished, folder);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  });
  return folder;
}

/** Runs `work` while no other process holds the lock; the kernel frees it when its holder dies. */
export async function locked<T>(file: string, what: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  const holder = spawn('flock', [file, 'sh', '-c', 'echo held; cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = setTimeout(() => {
    say(`waiting for another process that prepares ${what} ...`);
  }, 2000);
  try {
    await new Promise<void>((resolve, reject) => {
      createInterface(holder.stdout).once('line', () => {
        resolve();
      });
      holder.once('error', reject);
      holder.once('exit', (code) => {
        reject(new Error(`flock ${file} ended with ${code}`));
      });
    });
    clearTimeout(waiting);
    return await work();
  } finally {
    clearTimeout(waiting);
    holder.stdin.end();
  }
}

/** Tells whoever runs the tests what takes so long. */
export function say(line: string): void {
  console.error(`    ${line}`);
}
