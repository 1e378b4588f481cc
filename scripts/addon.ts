import { compileAddon, targets } from './addon/compile.ts';
import { fetchCompiler } from './addon/crossCompiler.ts';

/**
 * Compiles the addon of netsys for this machine; with `--all` for all that have a compiler; with `--strict` for every one, with
 * compilers fetched where there is none.
 */
const strict = process.argv.includes('--strict');
const all = strict || process.argv.includes('--all');
for (const target of targets.filter(({ arch }) => all || arch === process.arch)) {
  const local = compileAddon(target);
  const result =
    local.kind === 'skipped' && strict ? compileAddon(target, await fetchCompiler(target)) : local;
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
