import { openLab, programOf, run, startCapture } from '../integration/lab/index.ts';
import type { Capture, Lab } from '../integration/lab/index.ts';
import { findTool } from '../integration/lab/tool/catalogue.ts';
import { commandLine } from '../integration/lab/tool/lookup.ts';
import type { Report } from './benchmark.ts';
import type { Contestant, Match } from './l2/contestant.ts';
import { fairleadHosts } from './l2/fairleadHosts.ts';
import { keepalivedHosts } from './l2/keepalivedHosts.ts';
import { compileProgram } from './l2/load.ts';
import { startSpeakers } from './l2/speakers.ts';
import { runStream } from './l2/stream.ts';
import type { Stream } from './l2/stream.ts';
import { atMost, ratioAtMost } from './report/wanted.ts';

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
  await measureSpeakers(lab, program, report);
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

/** Two speakers of a cluster: one leaves in order, then the other dies and says nothing. */
async function measureSpeakers(lab: Lab, program: string, report: Report): Promise<void> {
  for (const tool of ['frr', 'etcd', 'kube-apiserver', 'arping', 'metallb-definitions'] as const) {
    const found = await findTool(tool);
    if (found.kind === 'missing') {
      report.skip('speakers in a cluster', found.reason);
      return;
    }
  }
  const { client, owner } = await startSpeakers(lab, ON_SEGMENT, LEASE);
  const leaving = await owner();
  const left = await move(lab, program, ON_SEGMENT, {
    client,
    announcedMac: leaving.successorMac,
    patience: 2,
    leave: leaving.leave,
  });
  report.line({
    what: 'speakers in a cluster: the owner stops (SIGTERM)',
    value: left.stream.most,
    unit: 'ms',
    wanted: [atMost(1)],
  });
  leaving.comeBack();
  const dying = await owner();
  const patience = (2 * LEASE) / 1000;
  const died = await move(lab, program, ON_SEGMENT, {
    client,
    announcedMac: dying.successorMac,
    patience,
    leave: dying.die,
  });
  report.line({
    what: `speakers in a cluster: the owner dies, and its Lease of ${LEASE / 1000} s runs out`,
    value: died.stream.most,
    unit: 'ms',
    peer: { name: 'the Lease', value: LEASE },
    // A renewal may be a third of it old or not, and whoever notices renews its own before.
    wanted: [ratioAtMost(1.5)],
  });
  if (died.firstFrame === null) return;
  report.line({
    what: 'speakers in a cluster: of that since the first frame',
    value: Math.max(0, (died.stream.to - died.firstFrame) * 1000),
    unit: 'ms',
    wanted: [atMost(9)],
  });
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
    const { client, announcedMac } = match;
    const act = { client, announcedMac, patience: contestant.patience, leave: match[way] };
    const { stream, firstFrame } = await move(lab, program, address, act);
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
  address: string,
  { client, announcedMac, patience, leave }: Move,
): Promise<{ readonly stream: Stream; readonly firstFrame: number | null }> {
  const filter = `ether src ${announcedMac} and (arp or icmp6[icmp6type] = 136)`;
  const capture = await startCapture(lab, { namespace: client, interface: 'eth0', filter });
  const streaming = runStream(client, program, address, LEAD + patience + 1);
  await new Promise((resolve) => setTimeout(resolve, LEAD * 1000));
  const since = Date.now() / 1000;
  await leave();
  const stream = await streaming;
  await capture.stop();
  const times = await timesOf(capture);
  return { stream, firstFrame: times.find((time) => time >= since) ?? null };
}

interface Move extends Pick<Match, 'client' | 'announcedMac'>, Pick<Contestant, 'patience'> {
  /** The first host goes, in one way or another. */
  readonly leave: () => Promise<void> | void;
}

async function timesOf({ file }: Capture): Promise<readonly number[]> {
  const args = ['-tt', '-nn', '-Z', 'root', '-r', file];
  const text = await run(commandLine(await programOf('tcpdump'), args, null));
  return text.split('\n').map(Number.parseFloat);
}

const IPV4 = '192.0.2.100';
const IPV6 = '2001:db8::100';
/** In the network of the nodes of a cluster. */
const ON_SEGMENT = '10.1.0.240';
/** Milliseconds. */
const LEASE = 3000;
/** Seconds of the stream before the move. */
const LEAD = 1;
