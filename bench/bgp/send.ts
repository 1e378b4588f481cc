import { openLab } from '../../integration/lab/index.ts';
import type { Lab } from '../../integration/lab/index.ts';
import type { Report } from '../benchmark.ts';
import { atMost } from '../report/wanted.ts';
import { compileLoad } from './load/compile.ts';
import { startLoad } from './load/process.ts';
import type { LoadProgram } from './load/process.ts';

/** How long a session needs for its first routes: a million /32s on loopback, from Established to the last octet received. */
export async function measureSend(report: Report): Promise<void> {
  report.note(
    'a bare socket writer keeps no table; memory is the peak of the whole process, advertise included; all are compiled',
  );
  const lab = openLab();
  try {
    const compiled = await compileLoad(lab);
    const bare = await bestTransfer(lab, compiled, 'bareSender', MILLION);
    report.line({ what: 'a bare socket writer: 1,000,000 /32s', value: bare.took, unit: 'ms' });
    report.line({ what: 'a bare socket writer: memory', value: bare.memory, unit: 'MB' });
    const own = await bestTransfer(lab, compiled, 'fairleadSender', MILLION);
    report.line({
      what: 'fairlead: 1,000,000 /32s',
      value: own.took,
      unit: 'ms',
      peer: { name: 'bare', value: bare.took },
      wanted: [atMost(60)],
    });
    report.line({
      what: 'fairlead: memory',
      value: own.memory,
      unit: 'MB',
      peer: { name: 'bare', value: bare.memory },
      wanted: [atMost(120)],
    });
    report.line({
      what: 'fairlead: UPDATEs',
      value: own.messages,
      unit: '',
      peer: { name: 'bare', value: bare.messages },
    });
  } finally {
    await lab.close();
  }
}

interface Transfer {
  readonly took: number;
  readonly memory: number;
  readonly messages: number;
}

async function bestTransfer(
  lab: Lab,
  compiled: string,
  program: LoadProgram,
  count: number,
): Promise<Transfer> {
  const transfers: Transfer[] = [];
  for (let i = 0; i < RUNS; i++) transfers.push(await transfer(lab, compiled, program, count));
  return transfers.reduce((best, each) => (each.took < best.took ? each : best));
}

async function transfer(lab: Lab, compiled: string, program: LoadProgram, count: number): Promise<Transfer> {
  const listening = { way: 'listen', local: SENDER, remote: SINK, port: 0, count } as const;
  const sender = startLoad(lab, program, listening, null, compiled);
  const { port } = await sender.heard('ready');
  const calling = { way: 'dial', local: SINK, remote: SENDER, port, count } as const;
  const sink = startLoad(lab, 'sink', calling, null, compiled);
  const { at: from } = await sink.heard('established');
  const { at: to, messages } = await sink.heard('done');
  const memory = sender.peakMemory();
  await sink.end();
  await sender.end();
  return { took: to - from, memory, messages };
}

const MILLION = 1_000_000;
const RUNS = 5;
const SENDER = '127.0.0.1';
const SINK = '127.0.0.2';
