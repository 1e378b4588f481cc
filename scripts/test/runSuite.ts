import { fork } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { TestSuite } from './suites.ts';

export interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly string[];
  readonly skips: readonly { readonly suite: string; readonly reason: string }[];
}

/** Runs a suite in a process of its own; a process that dies counts as one failure. */
export async function runSuite(suite: TestSuite): Promise<SuiteResult> {
  const files = globSync(suite.specs, { cwd: root }).sort();
  if (files.length === 0) return nothing;
  const child = fork(join(import.meta.dirname, 'mochaProcess.ts'), [String(suite.timeout), ...files], {
    cwd: root,
  });
  const reports: SuiteResult[] = [];
  child.on('message', (message) => reports.push(message as SuiteResult));
  const status = await new Promise<number | string>((resolve) => {
    child.on('exit', (code, signal) => {
      resolve(code ?? signal ?? 'unknown');
    });
  });
  return (
    reports[0] ?? { ...nothing, failed: 1, failures: [`${suite.name}: its process ended with ${status}`] }
  );
}

const root = join(import.meta.dirname, '../..');
const nothing: SuiteResult = { passed: 0, failed: 0, skipped: 0, failures: [], skips: [] };
