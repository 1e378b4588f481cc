import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../command.ts';
import { fetchPackages, unpackInto } from '../tool/apt.ts';
import { cachedFolder, say } from '../tool/cache.ts';
import { shelf } from '../tool/debian.ts';
import type { Docker } from './docker.ts';

/** A system of Debian packages, for a Docker daemon without a registry. */
export interface DebianImage {
  /** What is in it, for people and for the cache. */
  readonly about: string;
  readonly packages: readonly string[];
  /** Users, each with a group, that the packages would make. */
  readonly users?: readonly string[];
  /** Adds what is in no package, in the root folder given. */
  readonly prepare?: (root: string) => Promise<void>;
  /** More instructions of a Dockerfile. */
  readonly instructions?: readonly string[];
}

/** Makes the image once, and gives it to the daemon by the name given. */
export async function importDebianImage(
  { docker }: Docker,
  name: string,
  { about, packages, users = [], prepare, instructions = [] }: DebianImage,
): Promise<void> {
  const cacheName = `${about.toLowerCase()}-image`;
  const folder = await cachedFolder(join(shelf(), cacheName), `an image of ${about}`, async (unfinished) => {
    say(`making an image of ${about} from Debian packages (once) ...`);
    const root = join(unfinished, 'root');
    await mkdir(root);
    await unpackInto(root, await fetchPackages(packages, root, { for: 'an empty system' }), users);
    await symlink('usr/lib64', join(root, 'lib64')).catch(() => undefined);
    await prepare?.(root);
    const archive = ['--create', '--file', join(unfinished, 'image.tar'), '--directory', root, '.'];
    await run(['tar', '--numeric-owner', ...archive]);
    await rm(root, { recursive: true });
  });
  const changes = [PATH, ...instructions].flatMap((instruction) => ['--change', instruction]);
  await docker(['import', ...changes, join(folder, 'image.tar'), name]);
}

const PATH = 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
