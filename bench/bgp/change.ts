import { ipv4Prefix } from '@fairlead/inet';
import type { Prefix } from '@fairlead/inet';
import type { Peer, Report } from '../benchmark.ts';
import { ratioAtMost } from '../report/wanted.ts';
import { drain, establish } from './establish.ts';
import type { EstablishedPeer } from './establish.ts';
import { hostRoutes } from './hostRoutes.ts';

/** Whether a change costs what changed: the same in a table of 10 routes and in one of 100,000. */
export function measureChange(report: Report): void {
  report.note('each change is announced, encoded and taken; time is for one');
  for (const { what, change } of CHANGES) {
    const tables = SIZES.map((size) => ({ size, established: tableOf(size), seconds: Infinity }));
    // In turns, so that neither has warmer code than the other nor a quieter machine; the first turns make it warm.
    for (let pass = -WARMING; pass < PASSES; pass++) {
      for (const table of tables) {
        const start = performance.now();
        for (let i = 0; i < CHANGES_IN_A_PASS; i++)
          change(table.established, PREFIXES[i % SIZES[0]] as Prefix, i);
        const seconds = (performance.now() - start) / 1000;
        if (pass >= 0) table.seconds = Math.min(table.seconds, seconds);
      }
    }
    let small: Peer | null = null;
    for (const { size, seconds } of tables) {
      const value = (seconds / CHANGES_IN_A_PASS) * 1e6;
      report.line({
        what: `${what}, of ${size.toLocaleString('en')} routes`,
        value,
        unit: 'us',
        peer: small,
        wanted: small === null ? [] : [ratioAtMost(1.25)],
      });
      small = { name: `of ${size}`, value };
    }
  }
}

function tableOf(size: number): EstablishedPeer {
  const established = establish((peer) => {
    for (const route of hostRoutes(size)) peer.announce(route);
  });
  drain(established, () => undefined);
  return established;
}

const SIZES = [10, 100_000] as const;
const WARMING = 10;
const PASSES = 40;
const CHANGES_IN_A_PASS = 5000;
const PREFIXES = Array.from({ length: SIZES[0] }, (_, i) => ipv4Prefix(0x0a000000 + i, 32));
const ATTRIBUTES = [{ multiExitDisc: 1 }, { multiExitDisc: 2 }] as const;

const CHANGES: readonly {
  readonly what: string;
  readonly change: (established: EstablishedPeer, prefix: Prefix, index: number) => void;
}[] = [
  {
    what: 'other attributes for one',
    change: (established, prefix, index) => {
      const [one, other] = ATTRIBUTES;
      const attributes = Math.floor(index / SIZES[0]) % 2 === 0 ? one : other;
      if (!established.peer.announce({ prefix, attributes })) throw new Error(`${prefix} did not change`);
      drain(established, () => undefined);
    },
  },
  {
    what: 'one withdrawn and announced again',
    change: (established, prefix) => {
      established.peer.withdraw(prefix);
      drain(established, () => undefined);
      established.peer.announce({ prefix, attributes: ATTRIBUTES[0] });
      drain(established, () => undefined);
    },
  },
];
