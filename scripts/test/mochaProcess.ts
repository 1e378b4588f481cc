import { skipReason } from '@fairlead/testing';
import Mocha from 'mocha';
import type { SuiteResult } from './runSuite.ts';

const [timeout, ...files] = process.argv.slice(2);
const mocha = new Mocha({ timeout: Number(timeout), forbidOnly: true, reporter: 'spec' });
for (const file of files) mocha.addFile(file);
await mocha.loadFilesAsync();

const counts = { passed: 0, failed: 0, skipped: 0 };
const failures: string[] = [];
const skips: { suite: string; reason: string }[] = [];
const runner = mocha.run(() => {
  const result: SuiteResult = { ...counts, failures, skips };
  process.send?.(result, () => {
    process.exit(counts.failed > 0 ? 1 : 0);
  });
});
runner.on('pass', () => {
  counts.passed++;
});
runner.on('fail', (test) => {
  counts.failed++;
  failures.push(test.fullTitle());
});
runner.on('pending', (test) => {
  counts.skipped++;
  const suite = test.parent;
  if (suite === undefined) return;
  skips.push({ suite: suite.fullTitle(), reason: skipReason(suite) ?? 'no reason given' });
});
