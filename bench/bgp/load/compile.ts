import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../integration/lab/index.ts';
import type { Lab } from '../../../integration/lab/index.ts';
import { LOAD_PROGRAMS } from './process.ts';

/**
 * Compiles the libraries as they are published, and the programs of this folder so that they load them: a process that runs
 * TypeScript has the compiler in its memory. The answer is the folder with the programs.
 */
export async function compileLoad(lab: Lab): Promise<string> {
  const compile = [process.execPath, join(ROOT, 'node_modules/typescript/bin/tsc')];
  const patience = { timeout: 180_000 };
  await run([...compile, '--build', join(ROOT, 'packages/bgp-core/tsconfig.node.json')], patience);
  const folder = join(lab.folder, 'load');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const programs = LOAD_PROGRAMS.map((name) => join(import.meta.dirname, `${name}.ts`));
  await run([...compile, ...OPTIONS, '--outDir', folder, ...programs], patience);
  return folder;
}

const ROOT = join(import.meta.dirname, '../../..');
const OPTIONS = [
  ...['--module', 'nodenext', '--target', 'es2023', '--rewriteRelativeImportExtensions', '--noCheck'],
  ...['--types', 'node', '--ignoreConfig'],
];
