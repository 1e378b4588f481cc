import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Speaker } from '@fairlead/bgp-core/node';
import type { Report } from '../benchmark.ts';

/** What many sessions cost while nothing happens. */
export async function measureSessions(report: Report): Promise<void> {
  const before = settledMemory();
  const speaker = new Speaker({ asn: 64512, routerId: '192.0.2.1', listen: [{ address: LOCAL, port: 0 }] });
  let established = 0;
  const all = new Promise<void>((resolve) => {
    for (let i = 0; i < SESSIONS; i++) {
      const neighbor = speaker.addNeighbor({ address: addressOf(i), remoteAs: 64513, passive: true });
      neighbor.on('established', () => {
        established++;
        if (established === SESSIONS) resolve();
      });
    }
  });
  await speaker.start();
  const start = performance.now();
  const program = join(import.meta.dirname, 'load', 'neighbors.ts');
  const port = String(speaker.listening[0]?.port);
  const neighbors = fork(
    program,
    [LOCAL, port, ...Array.from({ length: SESSIONS }, (_, i) => addressOf(i))],
    {
      execArgv: ['--conditions=@fairlead/source'],
    },
  );
  try {
    await all;
    report.line({
      what: `${SESSIONS} sessions: until all are Established`,
      value: performance.now() - start,
      unit: 'ms',
    });
    const memory = settledMemory() - before;
    report.line({
      what: `${SESSIONS} sessions: memory for each`,
      value: memory / SESSIONS / 1000,
      unit: 'kB',
    });
    const cpu = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, IDLE));
    const { user, system } = process.cpuUsage(cpu);
    report.line({
      what: `${SESSIONS} sessions: CPU while idle, hold time 90 s`,
      value: ((user + system) / 1000 / IDLE) * 100,
      unit: '%',
    });
    const { sent } = speaker.neighbors[0]?.status().counters ?? {};
    report.note(
      `of one CPU, over ${IDLE / 1000} s in which each session sent ${sent?.keepalive ?? 0} KEEPALIVEs since its start`,
    );
  } finally {
    const ended = once(neighbors, 'exit');
    neighbors.kill('SIGKILL');
    await ended;
    await speaker.stop();
  }
}

function addressOf(index: number): string {
  return `127.1.${Math.floor(index / 250)}.${(index % 250) + 1}`;
}

function settledMemory(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss;
}

const LOCAL = '127.0.0.1';
const SESSIONS = 500;
const IDLE = 31_000;
