import { cp, mkdir, realpath, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from '../command.ts';
import { fetchPackages, unpackInto } from '../tool/apt.ts';
import { cachedFolder, say } from '../tool/cache.ts';
import { shelf } from '../tool/debian.ts';
import type { Docker } from './docker.ts';

/**
 * Gives a Docker daemon without a registry an image by the name of the official one of Node: Debian with a C compiler,
 * this Node, and npm.
 */
export async function importNodeImage({ docker }: Docker, name: string): Promise<void> {
  const folder = await cachedFolder(join(shelf(), 'node-image'), 'an image of Node', async (unfinished) => {
    say('making an image of Node from Debian packages (once) ...');
    const root = join(unfinished, 'root');
    await mkdir(root);
    await unpackInto(root, await fetchPackages(PACKAGES, root, { for: 'an empty system' }), []);
    await symlink('usr/lib64', join(root, 'lib64')).catch(() => undefined);
    await addNode(root);
    await run([
      'tar',
      '--numeric-owner',
      '--create',
      '--file',
      join(unfinished, 'image.tar'),
      '--directory',
      root,
      '.',
    ]);
    await rm(root, { recursive: true });
  });
  const path = 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  await docker(['import', '--change', path, join(folder, 'image.tar'), name]);
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
