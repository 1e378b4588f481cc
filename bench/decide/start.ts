import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../benchmark.ts';
import { atMost } from '../report/wanted.ts';
import { median, timed } from './timing.ts';

/** How soon `fairlead validate` answers, the start of the process included, beside a process that does nothing. */
export function measureStart(report: Report): void {
  const program = join(import.meta.dirname, '../../packages/k8s-adapter/dist/fairlead.js');
  if (!existsSync(program)) {
    report.skip('fairlead validate', 'npm run build enables it');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-bench-'));
  try {
    const file = join(folder, 'pool.yaml');
    writeFileSync(file, POOL);
    const runs = (args: readonly string[]): number =>
      median(Array.from({ length: 9 }, () => timed(() => spawnSync(process.execPath, args))));
    const nothing = runs(['--eval', '0']);
    const value = runs([program, 'validate', '-f', file]);
    const peer = { name: 'node doing nothing', value: nothing };
    report.line({ what: 'fairlead validate of one file', value, unit: 'ms', peer, wanted: [atMost(300)] });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const POOL = `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: pool, namespace: metallb-system }
spec: { addresses: [192.0.2.0/24] }
`;
