import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadModule } from './golang.ts';
import type { GoTool } from './golang.ts';

/** Collects the resource definitions that MetalLB's module holds. */
export const collectDefinitions: GoTool['build'] = async ({ version }, folder) => {
  const bases = join(await downloadModule(`go.universe.tf/metallb@v${version}`, folder), 'config/crd/bases');
  const files = (await readdir(bases)).sort();
  const definitions = await Promise.all(files.map(async (file) => await readFile(join(bases, file), 'utf8')));
  await writeFile(join(folder, 'definitions.yaml'), definitions.join('\n---\n'));
};
