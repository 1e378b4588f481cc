import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countRequirements, coverageProblems } from './check/coverage.ts';

const root = join(import.meta.dirname, '..');
const document = 'docs/rfc-coverage.md';
const markdown = readFileSync(join(root, document), 'utf8');
const problems = coverageProblems(markdown, {
  hasFile: (path) => existsSync(join(root, 'packages/bgp-core/src', path)) || existsSync(join(root, path)),
  titles: titlesOf('packages/bgp-core/test/**/*.test.ts'),
});
const { all, reasons } = countRequirements(markdown);
console.log(
  `${document}: ${all} requirements, ${all - reasons} with a test, ${reasons} with a reason instead`,
);
for (const problem of problems) console.error(`${document}: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Titles may be made by loops, so the tests have to be loaded to know them. */
function titlesOf(files: string): readonly string[] {
  const list = ['--no-config', '--no-package', '--extension', 'ts', '--dry-run', '--reporter', 'json'];
  const condition = ['--node-option', 'conditions=@fairlead/source'];
  const { stdout, stderr, status } = spawnSync('mocha', [...list, ...condition, files], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`mocha cannot list the tests:\n${stderr}`);
  const { tests } = JSON.parse(stdout) as { readonly tests: readonly { readonly fullTitle: string }[] };
  return tests.map(({ fullTitle }) => fullTitle);
}
