import { compileAddon, targets } from './addon/compile.ts';
import type { Compiler, Target } from './addon/compile.ts';

/**
 * Compiles the addon of netsys for this machine; with `--all` for all that have a compiler; with `--strict` for every one, with
 * compilers fetched where there is none.
 */
const strict = process.argv.includes('--strict');
const all = strict || process.argv.includes('--all');
for (const target of targets.filter(({ arch }) => all || arch === process.arch)) {
  const local = compileAddon(target);
  const result = local.kind === 'skipped' && strict ? compileAddon(target, await fetched(target)) : local;
  switch (result.kind) {
    case 'built':
    case 'fresh':
      console.log(`netsys addon for linux-${target.arch}: ${result.kind}`);
      break;
    case 'skipped':
      console.log(`netsys addon for linux-${target.arch}: skipped, ${result.reason}`);
      if (strict) process.exitCode = 1;
      break;
    case 'failed':
      console.error(`netsys addon for linux-${target.arch}: failed\n${result.output}`);
      process.exitCode = 1;
  }
}

/** Only where it is needed: the image is built from a part of the repository. */
async function fetched(target: Target): Promise<Compiler> {
  const { fetchCompiler } = await import('./addon/crossCompiler.ts');
  return await fetchCompiler(target);
}
