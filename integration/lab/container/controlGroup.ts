import { existsSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@fairlead/testing';

/** Ends every process in a control group of the name given, in each hierarchy. */
export function killControlGroup(name: string): void {
  for (const group of groupsOf(name)) {
    for (const pid of readFileSync(join(group, 'cgroup.procs'), 'utf8').split('\n')) {
      if (pid !== '') endProcess(Number(pid));
    }
  }
}

/** Ends what runs in a control group, and removes it once that has ended. */
export async function removeControlGroup(name: string): Promise<void> {
  killControlGroup(name);
  await eventually(`control group ${name} is empty`, () => {
    for (const group of groupsOf(name)) rmdirSync(group);
    return true;
  });
}

/** The group and those in it, the innermost first. */
function groupsOf(name: string): readonly string[] {
  const hierarchies = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return ['', ...hierarchies.map((entry) => entry.name)]
    .map((hierarchy) => join(ROOT, hierarchy, name))
    .filter((group) => existsSync(group))
    .flatMap(withInner);
}

function withInner(group: string): readonly string[] {
  const inner = readdirSync(group, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [...inner.flatMap((entry) => withInner(join(group, entry.name))), group];
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    return; // it ended by itself
  }
}

const ROOT = '/sys/fs/cgroup';
