import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Removes what labs left behind whose process was killed before it could. */
export function sweep(isGone: (pid: number) => boolean = hasEnded): void {
  for (const folder of namesIn(tmpdir())) {
    const pid = /^fairlead-(\d+)-/.exec(folder)?.[1];
    if (pid !== undefined && isGone(Number(pid)))
      rmSync(join(tmpdir(), folder), { recursive: true, force: true });
  }
  for (const namespace of namesIn('/run/netns')) {
    const pid = /^fl([0-9a-z]+)-/.exec(namespace)?.[1];
    if (pid !== undefined && isGone(Number.parseInt(pid, 36))) removeNamespace(namespace);
  }
}

/** Ends every process in a namespace and removes it. */
export function removeNamespace(name: string): void {
  const { stdout } = spawnSync('ip', ['netns', 'pids', name], { encoding: 'utf8' });
  for (const pid of stdout.split('\n').filter((line) => line !== '')) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      continue; // it ended by itself
    }
  }
  spawnSync('ip', ['netns', 'delete', name]);
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** Whether no process has this id. */
export function hasEnded(pid: number): boolean {
  return !existsSync(`/proc/${pid}`);
}
