import { ipv4Prefix } from '@fairlead/inet';
import type { Prefix } from '@fairlead/inet';
import type { Peer, Report } from '../benchmark.ts';
import { bestOf } from '../best.ts';
import { ratioAtMost } from '../report/wanted.ts';
import { drain, establish } from './establish.ts';
import type { EstablishedPeer } from './establish.ts';
import { hostRoutes } from './hostRoutes.ts';

/** Whether a change costs what changed: the same in a table of 10 routes and in one of 100,000. */
export function measureChange(report: Report): void {
  report.note('each change is announced, encoded and taken; time is for one');
  for (const { what, change } of CHANGES) {
    let small: Peer | null = null;
    for (const size of SIZES) {
      const established = establish((peer) => {
        for (const route of hostRoutes(size)) peer.announce(route);
      });
      drain(established, () => undefined);
      const changeMany = (): void => {
        for (let i = 0; i < CHANGES_IN_A_PASS; i++) change(established, PREFIXES[i % SIZES[0]] as Prefix, i);
      };
      // The first table must not be the one with which the code gets warm.
      bestOf(PASSES, changeMany);
      const seconds = bestOf(PASSES, changeMany);
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

const SIZES = [10, 100_000] as const;
const PASSES = 20;
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
