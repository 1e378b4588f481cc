import { compileAddon, targets } from './addon/compile.ts';

/** Compiles the addon of netsys for this machine; with `--all` for all that have a compiler; `--strict` wants every one. */
const all = process.argv.includes('--all');
const strict = process.argv.includes('--strict');
for (const target of targets.filter(({ arch }) => all || arch === process.arch)) {
  const result = compileAddon(target);
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
