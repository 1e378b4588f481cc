import { join } from 'node:path';
import { prefixLength } from '@fairlead/inet';
import type { Peer as BgpPeer, Route, RouteAttributes } from '@fairlead/bgp-core';
import { openLab, run } from '../../integration/lab/index.ts';
import type { Peer, Report } from '../benchmark.ts';
import { findGoProgram } from '../goProgram.ts';
import { atLeast, ratioAtMost } from '../report/wanted.ts';
import { drain, establish } from './establish.ts';
import { hostRoutes } from './hostRoutes.ts';
import { internetTable } from './internetTable.ts';

/** How fast the routes for a peer become UPDATEs, and into how few. */
export async function measureEncode(report: Report): Promise<void> {
  measureTable(report);
  const gobgp = await encodeWithGobgp(report);
  const encoded = bestEncoding((peer) => {
    for (const route of hostRoutes(HOST_ROUTES)) peer.announce(route);
  });
  report.line({
    what: '1,000,000 /32s with one set of attributes',
    value: HOST_ROUTES / encoded.seconds,
    unit: 'NLRI/s',
    peer: gobgp,
    wanted: [atLeast(60e6)],
  });
}

function measureTable(report: Report): void {
  const { routes, attributeSets, isRecorded } = internetTable();
  const origin = isRecorded
    ? 'a table recorded in 2010'
    : 'a generated table; FAIRLEAD_CORPUS names a folder with a recorded one';
  report.note(
    `${routes.length.toLocaleString('en')} routes in ${attributeSets.toLocaleString('en')} sets of attributes: ${origin}`,
  );
  let took = Infinity;
  const { seconds, messages, octets } = bestEncoding((peer) => {
    const start = performance.now();
    peer.advertise(routes);
    took = Math.min(took, (performance.now() - start) / 1000);
  });
  report.line({
    what: 'UPDATEs for the table',
    value: messages,
    unit: '',
    peer: { name: 'fewest', value: fewestUpdates(routes, octets, messages) },
    wanted: [ratioAtMost(1)],
  });
  report.line({ what: 'the table taken in by advertise', value: routes.length / took, unit: 'routes/s' });
  report.line({ what: 'the table encoded', value: routes.length / seconds, unit: 'NLRI/s' });
}

interface Encoding {
  readonly seconds: number;
  readonly messages: number;
  readonly octets: number;
}

function bestEncoding(prepare: (peer: BgpPeer) => void): Encoding {
  let best: Encoding = { seconds: Infinity, messages: 0, octets: 0 };
  for (let pass = 0; pass < PASSES; pass++) {
    const established = establish(prepare);
    globalThis.gc?.();
    let octets = 0;
    const start = performance.now();
    drain(established, (some) => {
      octets += some.length;
    });
    const seconds = (performance.now() - start) / 1000;
    const messages = established.peer.status().counters.sent.update - END_OF_RIB;
    if (seconds < best.seconds) best = { seconds, messages, octets: octets - END_OF_RIB * HEADER };
  }
  return best;
}

/** For each set as many as its prefixes need, given what all sets together need beside the prefixes. */
function fewestUpdates(routes: readonly Route[], octets: number, messages: number): number {
  const needed = new Map<RouteAttributes, number>();
  let nlri = 0;
  for (const { prefix, attributes } of routes) {
    const size = 1 + Math.ceil(prefixLength(prefix) / 8);
    needed.set(attributes, (needed.get(attributes) ?? 0) + size);
    nlri += size;
  }
  const besideThem = (octets - nlri) / messages;
  let fewest = 0;
  for (const size of needed.values()) fewest += Math.ceil(size / (MESSAGE - besideThem));
  return fewest;
}

/** What the packet library of GoBGP makes of as many prefixes that it has in its own form; `null` where it is not to be had. */
async function encodeWithGobgp(report: Report): Promise<Peer | null> {
  const lab = openLab();
  try {
    const program = await findGoProgram(lab, join(import.meta.dirname, 'goPacket'), 'packet');
    if (program.kind === 'missing') {
      report.skip('GoBGP', program.reason);
      return null;
    }
    const answer = await run([program.path, 'encode', String(HOST_ROUTES), String(PASSES)]);
    const { seconds } = JSON.parse(answer) as { readonly seconds: number };
    return { name: 'GoBGP', value: HOST_ROUTES / seconds };
  } finally {
    await lab.close();
  }
}

const PASSES = 5;
const HOST_ROUTES = 1_000_000;
const MESSAGE = 4096;
/** An UPDATE with nothing in it ends the table. */
const END_OF_RIB = 1;
const HEADER = 23;
