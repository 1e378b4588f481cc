import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Decoder, Framer, initialContext } from '@fairlead/bgp-core/wire';
import type { ReceivedUpdate } from '@fairlead/bgp-core/wire';
import { openLab, run } from '../../integration/lab/index.ts';
import { corpusFile } from '../../testing/src/corpus.ts';
import type { Peer, Report } from '../benchmark.ts';
import { bestOf } from '../best.ts';
import { findGoProgram } from '../goProgram.ts';
import { atLeast, ratioAtLeast, ratioAtMost } from '../report/wanted.ts';
import { generateUpdates } from './generateUpdates.ts';
import { Tally } from './tally.ts';

/** How fast UPDATEs are checked and read, beside the packet library of GoBGP. */
export async function measureDecode(report: Report): Promise<void> {
  const recorded = corpusFile(RECORDED);
  const octets = recorded === null ? generateUpdates(89_679) : gunzipSync(readFileSync(recorded));
  report.note(
    recorded === null
      ? 'on generated UPDATEs; FAIRLEAD_CORPUS names a folder with recorded ones'
      : 'on UPDATEs recorded in 2015',
  );
  const tally = new Tally();
  eachUpdate(octets, (update) => {
    tally.read(update);
  });
  const { messages, nlri } = tally;
  const all = bestOf(PASSES, () => {
    const again = new Tally();
    eachUpdate(octets, (update) => {
      again.read(update);
    });
  });
  const unread = bestOf(PASSES, () => {
    eachUpdate(octets, () => undefined);
  });
  const destinations = bestOf(PASSES, () => {
    const again = new Tally();
    eachUpdate(octets, (update) => {
      update.visitAnnounced(again);
    });
  });
  const gobgp = await decodeWithGobgp(octets, tally, report);
  report.line({
    what: 'checked, every NLRI and attribute read',
    value: nlri / all,
    unit: 'NLRI/s',
    peer: gobgp === null ? null : { name: 'GoBGP', value: nlri / gobgp },
    wanted: [atLeast(20e6), ratioAtLeast(4)],
  });
  const whole: Peer = { name: 'all read', value: (all / messages) * 1e9 };
  report.line({ what: 'for an UPDATE: all read', value: whole.value, unit: 'ns' });
  report.line({
    what: 'for an UPDATE: NLRI alone read',
    value: (destinations / messages) * 1e9,
    unit: 'ns',
    peer: whole,
  });
  report.line({
    what: 'for an UPDATE: checked, nothing read',
    value: (unread / messages) * 1e9,
    unit: 'ns',
    peer: whole,
    wanted: [ratioAtMost(0.5)],
  });
}

function eachUpdate(octets: Uint8Array, take: (update: ReceivedUpdate) => void): void {
  const framer = new Framer();
  const decoder = new Decoder(CONTEXT);
  framer.push(octets);
  for (;;) {
    const frame = framer.next(CONTEXT);
    if (frame === null) return;
    const message = frame.kind === 'frame' ? decoder.decode(frame) : frame;
    if (message.kind !== 'update') throw new Error(`an UPDATE was read as ${message.kind}`);
    take(message);
  }
}

/** The seconds of its best pass; `null` where it cannot be had. */
async function decodeWithGobgp(octets: Uint8Array, expected: Tally, report: Report): Promise<number | null> {
  const lab = openLab();
  try {
    const program = await findGoProgram(lab, join(import.meta.dirname, 'goPacket'), 'packet');
    if (program.kind === 'missing') {
      report.skip('GoBGP', program.reason);
      return null;
    }
    const file = join(lab.folder, 'updates.bin');
    writeFileSync(file, octets);
    const answer = await run([program.path, 'decode', file, String(PASSES)]);
    const { seconds, tally } = JSON.parse(answer) as { readonly seconds: number; readonly tally: Tally };
    if (!haveReadTheSame(tally, expected))
      throw new Error(`GoBGP read ${JSON.stringify(tally)}, and we ${JSON.stringify(expected)}`);
    return seconds;
  } finally {
    await lab.close();
  }
}

/** All but the attributes of a few recorded UPDATEs, which have AS number 0: we object to it (RFC 7607), GoBGP does not. */
function haveReadTheSame(a: Tally, b: Tally): boolean {
  return (
    a.messages === b.messages &&
    a.nlri === b.nlri &&
    a.addresses === b.addresses &&
    Math.abs(a.asns / b.asns - 1) < 1e-4 &&
    Math.abs(a.values / b.values - 1) < 1e-4
  );
}

const RECORDED = 'real-updates-2015-as4.bin.gz';
const CONTEXT = { ...initialContext, fourOctetAs: true };
const PASSES = 15;
