import { appendFile, copyFile, mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../command.ts';
import { cachePath, locked, say } from './cache.ts';

/**
 * Downloads packages and what they depend on, into a folder below `beside`; gives the archives. What this system has is
 * left out, unless they are `for` an empty one.
 */
export async function fetchPackages(
  names: readonly string[],
  beside: string,
  { for: target = 'this system' }: { readonly for?: 'this system' | 'an empty system' } = {},
): Promise<readonly string[]> {
  const cache = join(beside, 'apt');
  await mkdir(join(cache, 'archives/partial'), { recursive: true });
  const install = ['install', '--yes', '--download-only', '--no-install-recommends', ...names];
  const options = ['-o', `Dir::Cache=${cache}`];
  if (target === 'an empty system') options.push('-o', 'Dir::State::status=/dev/null');
  await aptGet(install, options).catch(async () => {
    await aptGet(install, [...options, '-o', `Dir::State::lists=${await freshLists()}`]);
  });
  const archives = (await readdir(join(cache, 'archives'))).filter((file) => file.endsWith('.deb'));
  return archives.map((file) => join(cache, 'archives', file));
}

/** Unpacks archives as a merged-/usr tree with the users that their programs ask for; the archives go. */
export async function unpackInto(
  root: string,
  archives: readonly string[],
  users: readonly string[],
): Promise<void> {
  await mkdir(join(root, 'etc'));
  for (const folder of ['bin', 'sbin', 'lib']) {
    await mkdir(join(root, 'usr', folder), { recursive: true });
    await symlink(`usr/${folder}`, join(root, folder));
  }
  const extract = 'dpkg-deb --fsys-tarfile "$1" | tar --extract --keep-directory-symlink --directory "$2"';
  for (const archive of archives) await run(['sh', '-c', extract, 'sh', archive, root]);
  await rm(join(root, 'apt'), { recursive: true });
  for (const file of ['passwd', 'group']) await copyFile(join('/etc', file), join(root, 'etc', file));
  for (const [index, user] of users.entries()) {
    const id = FIRST_USER_ID + index;
    await appendFile(join(root, 'etc/passwd'), `${user}:x:${id}:${id}::/:/bin/false\n`);
    await appendFile(join(root, 'etc/group'), `${user}:x:${id}:${users.join(',')}\n`);
  }
}

/** Package lists of our own, for systems whose lists are missing or too old to download by. */
async function freshLists(): Promise<string> {
  const lists = cachePath('debian', 'lists');
  await locked(`${lists}.lock`, 'package lists', async () => {
    say('fetching package lists ...');
    await mkdir(join(lists, 'partial'), { recursive: true });
    await aptGet(['update'], ['-o', `Dir::State::lists=${lists}`]);
  });
  return lists;
}

async function aptGet(args: readonly string[], options: readonly string[]): Promise<void> {
  const common = ['-q', '-o', 'Debug::NoLocking=1', '-o', 'APT::Sandbox::User=root'];
  await run(['apt-get', ...common, ...options, ...args], {
    env: { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
    timeout: 300_000,
  });
}

const FIRST_USER_ID = 64_900;
