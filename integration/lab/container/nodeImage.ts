import { cp, mkdir, realpath, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from '../command.ts';
import { importDebianImage } from './debianImage.ts';
import type { Docker } from './docker.ts';

/**
 * Gives a Docker daemon without a registry an image by the name of the official one of Node: Debian with a C compiler,
 * this Node, and npm.
 */
export async function importNodeImage(docker: Docker, name: string): Promise<void> {
  await importDebianImage(docker, name, { about: 'Node', packages: PACKAGES, prepare: addNode });
}

async function addNode(root: string): Promise<void> {
  const local = join(root, 'usr/local');
  await mkdir(join(local, 'bin'), { recursive: true });
  await cp(process.execPath, join(local, 'bin/node'));
  const npm = dirname(dirname(await realpath((await run(['which', 'npm'])).trim())));
  await cp(npm, join(local, 'lib/node_modules/npm'), { recursive: true });
  await symlink('../lib/node_modules/npm/bin/npm-cli.js', join(local, 'bin/npm'));
  await symlink('../lib/node_modules/npm/bin/npx-cli.js', join(local, 'bin/npx'));
}

const PACKAGES = [
  ['base-files', 'bash', 'binutils', 'coreutils', 'dash', 'diffutils', 'findutils', 'gcc', 'grep', 'gzip'],
  ['hostname', 'libc-bin', 'libc6-dev', 'libstdc++6', 'make', 'mawk', 'sed', 'tar', 'util-linux'],
].flat();
