import { buildAddon } from './addon/build.ts';
import { runSuite } from './test/runSuite.ts';
import { suites } from './test/suites.ts';
import type { SuiteResult } from './test/runSuite.ts';

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(
    `fairlead: no suite ${unknown.join(', ')}; there are ${suites.map(({ name }) => name).join(', ')}`,
  );
  process.exit(2);
}

buildAddon();

const results: SuiteResult[] = [];
for (const suite of suites) {
  if (wanted.length > 0 && !wanted.includes(suite.name)) continue;
  console.log(`\n== ${suite.name}: ${suite.about}`);
  results.push(await runSuite(suite));
}

const skips = new Set(
  results.flatMap(({ skips }) => skips.map(({ suite, reason }) => `${suite}: ${reason}`)),
);
if (skips.size > 0) console.log(`\nSkipped:\n${[...skips].map((skip) => `  ${skip}`).join('\n')}`);
const failures = results.flatMap(({ failures }) => failures);
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((title) => `  ${title}`).join('\n')}`);

const total = (field: 'passed' | 'failed' | 'skipped'): number =>
  results.reduce((sum, result) => sum + result[field], 0);
console.log(`\n${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
process.exitCode = total('failed') > 0 || total('passed') === 0 ? 1 : 0;
