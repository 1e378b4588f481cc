import { join } from 'node:path';
import { CommandError, run } from '../command.ts';
import type { RunOptions } from '../command.ts';
import { startDaemon } from '../daemon.ts';
import type { Lab } from '../lab.ts';
import { programOf } from '../tool/catalogue.ts';
import { commandLine } from '../tool/lookup.ts';
import { killControlGroup, removeControlGroup } from './controlGroup.ts';
import { killShims } from './shim.ts';

/** A Docker daemon: the one of this machine, or one of our own. */
export interface Docker {
  /** Whether the lab started it. It then has no images, no networks and no registry. */
  readonly isOwn: boolean;
  /** What other programs need in their environment to find it. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs the command line tool. */
  readonly docker: (args: readonly string[], options?: RunOptions) => Promise<string>;
}

export async function startDocker(lab: Lab): Promise<Docker> {
  return (await runningDocker()) ?? (await ownDocker(lab));
}

async function runningDocker(): Promise<Docker | null> {
  const docker: Docker['docker'] = async (args, options) => await run(['docker', ...args], options);
  try {
    await docker(['info']);
    return { isOwn: false, env: {}, docker };
  } catch (error) {
    if (error instanceof CommandError) return null;
    throw error;
  }
}

async function ownDocker(lab: Lab): Promise<Docker> {
  const folder = join(lab.folder, 'docker');
  const host = `unix://${folder}.sock`;
  const group = lab.uniqueName();
  lab.onClose({
    stop: async () => {
      killShims(folder);
      await removeControlGroup(group);
    },
    abandon: () => {
      killShims(folder);
      killControlGroup(group);
    },
  });
  const { over } = await programOf('docker', 'dockerd');
  const daemon = startDaemon(lab, {
    name: 'dockerd',
    program: { path: '/bin/sh', over },
    args: [
      ['-c', 'mount -t tmpfs tmpfs /opt && exec dockerd "$@"', 'sh', '--host', host],
      ['--data-root', `${folder}.data`, '--exec-root', `${folder}.exec`, '--pidfile', `${folder}.pid`],
      ['--bridge', 'none', '--iptables=false', '--ip6tables=false', '--storage-driver', 'overlay2'],
      ['--cgroup-parent', `/${group}`],
    ].flat(),
  });
  const client = await programOf('docker');
  const docker: Docker['docker'] = async (args, options) =>
    await run(commandLine(client, ['--host', host, ...args], null), {
      ...options,
      env: { DOCKER_BUILDKIT: '0', ...options?.env },
    });
  await daemon.until('answers', async () => await docker(['info']));
  return { isOwn: true, env: { DOCKER_HOST: host }, docker };
}
