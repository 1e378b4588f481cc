import { readdirSync, readFileSync } from 'node:fs';

/** Ends the shims of containers below a folder, which outlive a daemon that is killed. */
export function killShims(folder: string): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (command.includes('containerd-shim') && command.includes(folder))
        process.kill(Number(pid), 'SIGKILL');
    } catch {
      continue; // it ended by itself
    }
  }
}
