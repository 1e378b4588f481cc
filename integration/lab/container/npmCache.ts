import { globSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../command.ts';
import type { Lab } from '../lab.ts';
import type { Docker } from './docker.ts';

/** Puts the packages that a build of the repository installs into an image's npm cache, for builds without a network. */
export async function addNpmCache(
  lab: Lab,
  { docker }: Docker,
  {
    image,
    root,
    workspaces,
  }: { readonly image: string; readonly root: string; readonly workspaces: readonly string[] },
): Promise<void> {
  const folder = join(lab.folder, 'npm-cache');
  const checkout = join(folder, 'checkout');
  await mkdir(checkout, { recursive: true });
  const manifests = globSync(['package*.json', '*/package.json', '{packages,examples}/*/package.json'], {
    cwd: root,
  });
  for (const manifest of manifests) await cp(join(root, manifest), join(checkout, manifest));
  const install = [
    'npm',
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--cache',
    join(folder, 'cache'),
  ];
  await run([...install, ...workspaces.flatMap((name) => ['--workspace', name])], {
    cwd: checkout,
    timeout: 300_000,
  });
  await rm(checkout, { recursive: true });
  await writeFile(join(folder, 'Dockerfile'), `FROM ${image}\nCOPY cache /root/.npm\n`);
  await docker(['build', '--tag', image, folder]);
}
