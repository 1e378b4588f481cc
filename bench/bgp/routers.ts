import { setTimeout as sleep } from 'node:timers/promises';
import { connect, createNamespace, openLab } from '../../integration/lab/index.ts';
import type { Lab, Namespace } from '../../integration/lab/index.ts';
import { findNamespaces } from '../../integration/lab/tool/privilege.ts';
import type { Peer, Report } from '../benchmark.ts';
import { daemons, ROUTER, SENDER, SINK, whyMissing } from './daemons.ts';
import type { DaemonKind, RunningDaemon } from './daemons.ts';
import { sendExabgp } from './exabgpSender.ts';
import { peakMemoryOf, startLoad } from './load/process.ts';
import type { LoadProgram } from './load/process.ts';

/** Real routers as receivers of our routes, and as senders beside us: each takes routes from us and passes them on to a sink. */
export async function measureRouters(report: Report): Promise<void> {
  const namespaces = await findNamespaces();
  if (namespaces.kind === 'missing') {
    report.skip('all of it', namespaces.reason);
    return;
  }
  report.note('/32s with one set of attributes; a daemon has them when it counts them itself');
  report.note('bare: the same routes from a socket writer without a table');
  const own = await sendOurs(MANY);
  report.line({ what: `fairlead sends ${MANY.toLocaleString('en')}`, value: own.value, unit: 'NLRI/s' });
  for (const kind of daemons) {
    const reason = await whyMissing(kind);
    if (reason === null) await measureDaemon(kind, own, report);
    else report.skip(kind.name, reason);
  }
  const exabgp = await sendExabgp(FEW);
  if (typeof exabgp === 'string') report.skip('ExaBGP', exabgp);
  else sends('ExaBGP', FEW, exabgp, own, report);
}

/** A daemon that is still at it when the time is over is reported as far as it came. */
async function measureDaemon(kind: DaemonKind, own: Peer, report: Report): Promise<void> {
  const { took, had, memory, sent } = await inLab(async (site) => {
    const { daemon, ...taken } = await receive(site, kind, 'fairleadSender', MANY);
    const memory = peakMemoryOf(daemon.daemon.pid);
    return { ...taken, memory, sent: taken.had < MANY ? null : await sink(site, 179, MANY) };
  });
  if (had < MANY) {
    report.line({
      what: `${kind.name} takes of fairlead's in ${LIMIT / 1000} s`,
      value: had,
      unit: 'routes',
    });
    report.skip(`${kind.name} as a sender`, `it is still taking ${MANY.toLocaleString('en')} routes`);
    return;
  }
  const bare = await inLab(async (site) => await receive(site, kind, 'bareSender', MANY));
  report.line({
    what: `${kind.name} takes ${MANY.toLocaleString('en')} of fairlead's`,
    value: took,
    unit: 'ms',
    peer: bare.had < MANY ? null : { name: 'from bare', value: bare.took },
  });
  report.line({ what: `${kind.name}: memory with them`, value: memory, unit: 'MB' });
  if (sent === null) report.skip(`${kind.name} as a sender`, `not all were there after ${LIMIT / 1000} s`);
  else sends(kind.name, MANY, sent, own, report);
}

function sends(name: string, count: number, took: number, own: Peer, report: Report): void {
  const value = (count / took) * 1000;
  report.line({ what: `${name} sends ${count.toLocaleString('en')}`, value, unit: 'NLRI/s', peer: own });
}

/** Where sender and sink are, and where the router is. */
interface Site {
  readonly lab: Lab;
  readonly near: Namespace;
  readonly far: Namespace;
}

async function inLab<T>(measure: (site: Site) => Promise<T>): Promise<T> {
  const lab = openLab();
  try {
    const [near, far] = [await createNamespace(lab, 'near'), await createNamespace(lab, 'far')];
    await connect(
      lab,
      { namespace: near, interface: 'eth0', addresses: [`${SENDER}/24`, `${SINK}/24`] },
      { namespace: far, interface: 'eth0', addresses: [`${ROUTER}/24`] },
    );
    return await measure({ lab, near, far });
  } finally {
    await lab.close();
  }
}

async function sendOurs(count: number): Promise<Peer> {
  return await inLab(async (site) => {
    const task = { way: 'listen', local: ROUTER, remote: SINK, port: 0, count } as const;
    const sender = startLoad(site.lab, 'fairleadSender', task, site.far);
    const { port } = await sender.heard('ready');
    const took = await sink(site, port, count);
    if (took === null) throw new Error(`fairlead did not send ${count} routes in ${LIMIT} ms`);
    return { name: 'fairlead', value: (count / took) * 1000 };
  });
}

/** Milliseconds from Established until the router counts all routes, or until it has had enough time. */
async function receive(
  { lab, near, far }: Site,
  kind: DaemonKind,
  program: LoadProgram,
  count: number,
): Promise<{ readonly took: number; readonly had: number; readonly daemon: RunningDaemon }> {
  const daemon = await kind.start(lab, far);
  const task = { way: 'dial', local: SENDER, remote: ROUTER, port: 179, count } as const;
  const sender = startLoad(lab, program, task, near);
  await sender.heard('established');
  const start = performance.now();
  for (;;) {
    const had = await daemon.count();
    const took = performance.now() - start;
    if (had >= count || took > LIMIT) return { took, had, daemon };
    // Asking costs the router time that it does not have for the routes.
    await sleep(Math.max(PAUSE, took / 20));
  }
}

/** Milliseconds from Established until a sink has all routes; `null` where that takes too long. */
async function sink({ lab, near }: Site, port: number, count: number): Promise<number | null> {
  const task = { way: 'dial', local: SINK, remote: ROUTER, port, count } as const;
  const process = startLoad(lab, 'sink', task, near);
  const { at: from } = await process.heard('established');
  const done = await Promise.race([process.heard('done'), sleep(LIMIT, null, { ref: false })]);
  await process.end();
  return done === null ? null : done.at - from;
}

const MANY = 1_000_000;
const FEW = 5000;
const PAUSE = 50;
/** Milliseconds that a router gets for all of them. */
const LIMIT = 60_000;
