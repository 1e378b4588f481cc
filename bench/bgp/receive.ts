import type { Peer as BgpPeer, Route } from '@fairlead/bgp-core';
import type { Report } from '../benchmark.ts';
import { ratioAtMost } from '../report/wanted.ts';
import { measureChurn } from './churn.ts';
import { drain, establish, NOW } from './establish.ts';
import { hostRoutes } from './hostRoutes.ts';
import { internetTable } from './internetTable.ts';

/** How fast routes are taken in, checked and kept in an Adj-RIB-In, and what that needs. */
export async function measureReceive(report: Report): Promise<void> {
  const { routes, isRecorded } = internetTable();
  measure('1,000,000 /32s', hostRoutes(MILLION), MILLION, report);
  measure(isRecorded ? 'a table recorded in 2010' : 'a generated table', routes, routes.length, report);
  await measureChurn(report);
}

function measure(what: string, routes: Iterable<Route>, count: number, report: Report): void {
  const chunks = encoded(routes);
  const passing = best(chunks, count, false);
  const kept = best(chunks, count, true);
  const peer = { name: 'checked only', value: passing.seconds * 1000 };
  report.line({ what: `${what}: checked`, value: peer.value, unit: 'ms' });
  report.line({ what: `${what}: checked and kept`, value: kept.seconds * 1000, unit: 'ms', peer });
  report.line({ what: `${what}: checked and kept`, value: count / kept.seconds, unit: 'NLRI/s' });
  report.line({
    what: `${what}: memory for each route`,
    value: kept.memory / count,
    unit: 'octets',
    peer: { name: 'as sent', value: octetsOf(chunks) / count },
    wanted: [ratioAtMost(10)],
  });
}

function encoded(routes: Iterable<Route>): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  const announce = (peer: BgpPeer): void => {
    for (const route of routes) peer.announce(route);
  };
  const sender = establish(announce, { localAs: SENDER_AS }, RECEIVER_AS);
  drain(sender, (octets) => chunks.push(octets));
  return chunks;
}

function best(
  chunks: readonly Uint8Array[],
  count: number,
  adjRibIn: boolean,
): { readonly seconds: number; readonly memory: number } {
  let seconds = Infinity;
  let memory = Infinity;
  for (let pass = 0; pass < PASSES; pass++) {
    const { peer, connection } = establish(
      () => undefined,
      { localAs: RECEIVER_AS, importRoutes: 'all', adjRibIn },
      SENDER_AS,
    );
    const before = usedMemory();
    const start = performance.now();
    for (const chunk of chunks) {
      peer.received(connection, chunk, NOW);
      peer.take();
    }
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
    memory = Math.min(memory, usedMemory() - before);
    const { prefixesReceived } = peer.status();
    if (adjRibIn && prefixesReceived !== count)
      throw new Error(`${prefixesReceived} routes came in, not ${count}`);
  }
  return { seconds, memory };
}

function usedMemory(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function octetsOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((length, chunk) => length + chunk.length, 0);
}

const SENDER_AS = 64513;
const RECEIVER_AS = 64514;
const MILLION = 1_000_000;
const PASSES = 5;
