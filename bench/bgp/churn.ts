import { openLab } from '../../integration/lab/index.ts';
import type { Lab } from '../../integration/lab/index.ts';
import type { Report } from '../benchmark.ts';
import { atMost } from '../report/wanted.ts';
import { compileLoad } from './load/compile.ts';
import { startLoad } from './load/process.ts';

/** What a neighbour costs that announces and withdraws half a million routes over TCP without a pause, four times. */
export async function measureChurn(report: Report): Promise<void> {
  const lab = openLab();
  try {
    const compiled = await compileLoad(lab);
    const runs: Churn[] = [];
    for (let i = 0; i < RUNS; i++) runs.push(await churn(lab, compiled));
    const { took, memory } = runs.reduce((best, each) => (each.took < best.took ? each : best));
    const what = `${CHANGES.toLocaleString('en')} changes over TCP, kept`;
    report.line({ what, value: took, unit: 'ms', wanted: [atMost(1000)] });
    report.line({ what: `${what}: memory beyond before`, value: memory, unit: 'MB', wanted: [atMost(80)] });
  } finally {
    await lab.close();
  }
}

interface Churn {
  readonly took: number;
  /** By how much the peak of the process has grown. */
  readonly memory: number;
}

async function churn(lab: Lab, compiled: string): Promise<Churn> {
  const listening = { way: 'listen', local: RECEIVER, remote: SENDER, port: 0, count: CHANGES } as const;
  const receiver = startLoad(lab, 'fairleadReceiver', listening, null, compiled);
  const { port } = await receiver.heard('ready');
  const before = receiver.peakMemory();
  const calling = { way: 'dial', local: SENDER, remote: RECEIVER, port, count: CHANGES } as const;
  const sender = startLoad(lab, 'churnSender', calling, null, compiled);
  const { at: from } = await sender.heard('established');
  const { at: to } = await receiver.heard('done');
  const memory = receiver.peakMemory() - before;
  await sender.end();
  await receiver.end();
  return { took: to - from, memory };
}

const CHANGES = 4_000_000;
const RUNS = 3;
const SENDER = '127.0.0.1';
const RECEIVER = '127.0.0.2';
