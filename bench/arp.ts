import { connect, createNamespace, ip, openLab } from '../integration/lab/index.ts';
import type { Lab } from '../integration/lab/index.ts';
import { findNamespaces } from '../integration/lab/tool/privilege.ts';
import type { Peer, Report } from './benchmark.ts';
import { compileProgram, runLoad } from './l2/load.ts';
import type { Load } from './l2/load.ts';
import { responders } from './l2/responders.ts';
import type { Responder } from './l2/responders.ts';
import { atLeast, atMost, ratioAtLeast, ratioAtMost } from './report/wanted.ts';

/** How fast ARP is answered on a veth: by the kernel itself, by a responder in Go as MetalLB has it, and by us. */
export async function measureArp(report: Report): Promise<void> {
  const namespaces = await findNamespaces();
  if (namespaces.kind === 'missing') {
    report.skip('all of it', namespaces.reason);
    return;
  }
  const lab = openLab();
  try {
    const program = await compileProgram(lab, 'flood');
    if (program === null) {
      report.skip('all of it', 'the load comes from a C program; a C compiler enables it');
      return;
    }
    const peers: Answering[] = [];
    for (const responder of responders(FIRST_ADDRESS, ADDRESSES)) {
      const found = await measure(lab, program, responder, report);
      if (found !== null) {
        describe(found, peers, report);
        peers.push(found);
      }
    }
  } finally {
    await lab.close();
  }
}

/** What a responder did under each load. */
interface Answering {
  readonly name: string;
  readonly isOurs: boolean;
  readonly loads: readonly { readonly rate: number; readonly load: Load; readonly cpu: number | null }[];
  readonly said: { readonly announced: number; readonly memory: number } | null;
}

async function measure(
  lab: Lab,
  program: string,
  { name, isOurs, start }: Responder,
  report: Report,
): Promise<Answering | null> {
  const [client, server] = [await createNamespace(lab, 'client'), await createNamespace(lab, 'server')];
  const device = 'eth0';
  await connect(
    lab,
    { namespace: client, interface: device, addresses: ['10.200.0.1/16'] },
    { namespace: server, interface: device, addresses: ['10.200.0.2/16'] },
  );
  const running = await start(lab, server);
  if (typeof running === 'string') {
    report.skip(name, running);
    return null;
  }
  const loads: { rate: number; load: Load; cpu: number | null }[] = [];
  for (const rate of RATES) {
    const before = running.cpu();
    const options = { device, rate, seconds: SECONDS, first: FIRST_ADDRESS, count: ADDRESSES };
    const load = await runLoad(client, program, options);
    const after = running.cpu();
    loads.push({
      rate,
      load,
      cpu: before === null || after === null ? null : (after - before) / load.seconds,
    });
  }
  await running.stop();
  await ip(client, ['link', 'delete', device]);
  return { name, isOurs, loads, said: running.said };
}

function describe(
  { name, isOurs, loads, said }: Answering,
  peers: readonly Answering[],
  report: Report,
): void {
  const [kernel] = peers;
  report.line({
    what: `${name}: most without loss`,
    value: mostWithoutLoss(loads),
    unit: '/s',
    peer: peerOf(kernel, ({ loads }) => mostWithoutLoss(loads)),
    wanted: isOurs ? [atLeast(250_000)] : [],
  });
  for (const { rate, load, cpu } of loads) {
    const at = `${name} at ${rate.toLocaleString('en')}/s`;
    const same = (pick: (load: Load) => number): Peer | null =>
      peerOf(kernel, ({ loads }) => pick(loads.find((each) => each.rate === rate)?.load ?? load));
    if (load.sent === load.answered) {
      report.line({
        what: `${at}: p50`,
        value: load.p50,
        unit: 'us',
        peer: same(({ p50 }) => p50),
        wanted: isOurs && rate === 100_000 ? [atMost(15)] : [],
      });
      report.line({
        what: `${at}: p99`,
        value: load.p99,
        unit: 'us',
        peer: same(({ p99 }) => p99),
        wanted: isOurs && rate === 100_000 ? [atMost(1000)] : [],
      });
    } else {
      report.line({ what: `${at}: lost`, value: 100 - (load.answered * 100) / load.sent, unit: '%' });
    }
    if (cpu === null) continue;
    report.line({
      what: `${at}: CPU`,
      value: cpu * 100,
      unit: '%',
      peer: isOurs ? cpuPeer(peers, rate) : null,
      wanted: isOurs && rate === 100 ? [atMost(1)] : [],
    });
  }
  if (said === null) return;
  report.line({
    what: `${name}: ${ADDRESSES.toLocaleString('en')} takeovers announced 6 times`,
    value: said.announced / 1000,
    unit: 's',
    peer: { name: 'budget', value: (ADDRESSES * FRAMES_PER_TAKEOVER) / FRAMES_PER_SECOND },
    wanted: [ratioAtLeast(0.9), ratioAtMost(1.2)],
  });
  report.line({ what: `${name}: memory for each address`, value: said.memory / ADDRESSES, unit: 'octets' });
}

/** The first of the others that is a process, with its use of the CPU under the same load. */
function cpuPeer(peers: readonly Answering[], rate: number): Peer | null {
  for (const { name, loads } of peers) {
    const cpu = loads.find((each) => each.rate === rate)?.cpu ?? null;
    if (cpu !== null) return { name, value: cpu * 100 };
  }
  return null;
}

function mostWithoutLoss(loads: Answering['loads']): number {
  const rates = loads.filter(({ load }) => load.sent === load.answered).map(({ rate }) => rate);
  return Math.max(0, ...rates);
}

function peerOf(peer: Answering | undefined, value: (peer: Answering) => number): Peer | null {
  return peer === undefined ? null : { name: peer.name, value: value(peer) };
}

const FIRST_ADDRESS = '10.201.1.0';
const ADDRESSES = 10_000;
const SECONDS = 4;
/** Six times both forms of gratuitous ARP, and a probe. */
const FRAMES_PER_TAKEOVER = 13;
/** The default of the responder. */
const FRAMES_PER_SECOND = 10_000;
/** The lowest comes last: who answers for long has its code compiled. */
const RATES = [1_000, 50_000, 100_000, 200_000, 250_000, 280_000, 100];
