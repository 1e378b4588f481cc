import { openLab, programOf, run, startCapture } from '../integration/lab/index.ts';
import type { Capture, Lab } from '../integration/lab/index.ts';
import { findTool } from '../integration/lab/tool/catalogue.ts';
import { commandLine } from '../integration/lab/tool/lookup.ts';
import type { Report } from './benchmark.ts';
import type { Contestant, Match } from './l2/contestant.ts';
import { fairleadHosts } from './l2/fairleadHosts.ts';
import { keepalivedHosts } from './l2/keepalivedHosts.ts';
import { compileProgram } from './l2/load.ts';
import { runStream } from './l2/stream.ts';
import type { Stream } from './l2/stream.ts';
import { atMost } from './report/wanted.ts';

/** How long an address is not reached while it moves to another host: ours, and keepalived's in the same run. */
export async function measureFailover(report: Report): Promise<void> {
  for (const tool of ['namespaces', 'tcpdump', 'ping'] as const) {
    const found = await findTool(tool);
    if (found.kind === 'missing') {
      report.skip('all of it', found.reason);
      return;
    }
  }
  const lab = openLab();
  try {
    const program = await compileProgram(lab, 'stream');
    if (program === null)
      report.skip('all of it', 'the requests come from a C program; a C compiler enables it');
    else await measureAll(lab, program, report);
  } finally {
    await lab.close();
  }
}

async function measureAll(lab: Lab, program: string, report: Report): Promise<void> {
  report.note(
    'one request per millisecond; ours is told at once that the other died, keepalived notices by itself',
  );
  for (const address of [IPV4, IPV6]) await measure(lab, program, fairleadHosts(false), address, report);
  await measure(lab, program, fairleadHosts(true), IPV4, report);
  const keepalived = await findTool('keepalived');
  if (keepalived.kind === 'missing') {
    report.skip('keepalived', keepalived.reason);
    return;
  }
  for (const contestant of [
    keepalivedHosts(1, false),
    keepalivedHosts(0.1, false),
    keepalivedHosts(0.1, true),
  ]) {
    await measure(lab, program, contestant, IPV4, report);
  }
}

async function measure(
  lab: Lab,
  program: string,
  contestant: Contestant,
  address: string,
  report: Report,
): Promise<void> {
  const name = contestant.isOurs
    ? `${contestant.name}, ${address === IPV4 ? 'IPv4' : 'IPv6'}`
    : contestant.name;
  for (const way of ['die', 'leave'] as const) {
    const match = await contestant.start(lab, address);
    const { stream, firstFrame } = await move(lab, program, contestant, match, address, way);
    const what = way === 'die' ? 'the owner dies' : 'the owner stops (SIGTERM)';
    report.line({
      what: `${name}: ${what}`,
      value: stream.most,
      unit: 'ms',
      wanted: contestant.isOurs ? [atMost(way === 'die' ? 1000 : 1)] : [],
    });
    if (way === 'die' && firstFrame !== null) {
      report.line({
        what: `${name}: of that since the first frame`,
        value: Math.max(0, (stream.to - firstFrame) * 1000),
        unit: 'ms',
        wanted: contestant.isOurs ? [atMost(9)] : [],
      });
    }
    await match.stop();
  }
}

/** Moves the address under a stream; `firstFrame` is when the second host announced it, in seconds since 1970. */
async function move(
  lab: Lab,
  program: string,
  { patience }: Contestant,
  match: Match,
  address: string,
  way: 'die' | 'leave',
): Promise<{ readonly stream: Stream; readonly firstFrame: number | null }> {
  const filter = `ether src ${match.announcedMac} and (arp or icmp6[icmp6type] = 136)`;
  const capture = await startCapture(lab, { namespace: match.client, interface: 'eth0', filter });
  const streaming = runStream(match.client, program, address, LEAD + patience + 1);
  await new Promise((resolve) => setTimeout(resolve, LEAD * 1000));
  const since = Date.now() / 1000;
  await match[way]();
  const stream = await streaming;
  await capture.stop();
  const times = await timesOf(capture);
  return { stream, firstFrame: times.find((time) => time >= since) ?? null };
}

async function timesOf({ file }: Capture): Promise<readonly number[]> {
  const args = ['-tt', '-nn', '-Z', 'root', '-r', file];
  const text = await run(commandLine(await programOf('tcpdump'), args, null));
  return text.split('\n').map(Number.parseFloat);
}

const IPV4 = '192.0.2.100';
const IPV6 = '2001:db8::100';
/** Seconds of the stream before the move. */
const LEAD = 1;
