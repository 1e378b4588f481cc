import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import type { SimulationDocument } from '../../src/simulate/document.ts';
import { fairlead, withFiles } from '../support/cli.ts';
import { node, slice } from '../support/cluster.ts';
import { pool, service } from '../support/objects.ts';

describe('failback, as a host on the segment sees it', function () {
  this.timeout(120_000);

  it('is at once by default: a node that returns has its share again', async () => {
    const { name, moves } = await restart('Immediate');
    expect(moves.filter(({ to, at }) => to === name && at > RETURN).length).to.be.at.least(1);
  });

  for (const election of ['Spread', 'Compatible']) {
    it(`is never, where that is wanted of the election ${election}`, async () => {
      const { moves } = await restart('Never', election);
      expect(moves.filter(({ at }) => at > RETURN)).to.deep.equal([]);
    });

    it(`is once, when the node has been back for as long as is wanted of the election ${election}`, async () => {
      const { name, moves } = await restart('60s', election);
      const back = moves.filter(({ at }) => at > RETURN);
      expect(new Set(back.map(({ to }) => to))).to.deep.equal(new Set([name]));
      expect(new Set(back.map(({ address }) => address)).size).to.equal(back.length);
      // It takes its Lease a little after it starts, and the renewal that says its age comes within a third of 6 s.
      for (const { at } of back) expect(at).to.be.within(RETURN + 60_000, RETURN + 75_000);
    });
  }

  it('is not sooner for a node that lost the API server alone', async () => {
    const lonely = async (failback: string): Promise<readonly Move[]> => {
      const name = await busiestOf(failback, 'Spread');
      const events = [
        `- { at: 20s, node: ${name}, do: isolate }`,
        `- { at: 60s, node: ${name}, do: rejoin }`,
      ];
      const moves = movesIn(await simulate(failback, events));
      expect(moves.some(({ at, from }) => from === name && at > 20_000 && at < RETURN)).to.equal(true);
      return moves.filter(({ at }) => at > RETURN);
    };
    expect(await lonely('Never')).to.deep.equal([]);
    const back = await lonely('60s');
    expect(back.length).to.be.at.least(1);
    for (const { at } of back) expect(at).to.be.within(RETURN + 60_000, RETURN + 75_000);
  });

  it('never takes from a node that has no trouble of its own, whatever happens to the others', async () => {
    const event = fc.record({
      at: fc.integer({ min: 20, max: 100 }),
      name: fc.constantFrom('a', 'b', 'c'),
      does: fc.constantFrom('die', 'return', 'drain', 'undrain', 'stop', 'start'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 6 }),
        fc.nat(1000),
        fc.constantFrom('Spread', 'Compatible'),
        async (events, seed, election) => {
          const lines = events.map(({ at, name, does }) => `- { at: ${at}s, node: ${name}, do: ${does} }`);
          const document = await simulate('Never', lines, election, seed);
          for (const { severalOwners } of document.layer2) expect(severalOwners.longest).to.be.at.most(100);
          const tookAt = new Map<string, number>();
          for (const { at, address, from, to } of movesIn(document)) {
            const since = tookAt.get(address) ?? 0;
            tookAt.set(address, at);
            if (from === null || at < START) continue;
            const trouble = events.some(
              (each) =>
                each.name === from &&
                ['die', 'drain', 'stop'].includes(each.does) &&
                each.at * 1000 + NOT_READY >= since &&
                each.at * 1000 <= at,
            );
            expect([address, from, to, at, trouble]).to.deep.equal([address, from, to, at, true]);
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});

interface Move {
  readonly at: number;
  readonly address: string;
  /** Who had it last, as far as one alone did. */
  readonly from: string | null;
  readonly to: string;
}

/** When an address had another owner than the last one; between the two it may have had none, or both. */
function movesIn({ timeline }: SimulationDocument): readonly Move[] {
  const owners = new Map<string, string>();
  const moves: Move[] = [];
  for (const { at, kind, subject, message } of timeline) {
    const [, to] = /^is answered for by (\w+)(?:, before|$)/.exec(message) ?? [];
    if (kind !== 'owner' || to === undefined || to === 'nobody') continue;
    const from = owners.get(subject) ?? null;
    if (from === to) continue;
    owners.set(subject, to);
    moves.push({ at, address: subject, from, to });
  }
  return moves;
}

/** The node with the most addresses dies and returns. */
async function restart(
  failback: string,
  election = 'Spread',
): Promise<{ readonly name: string; readonly moves: readonly Move[] }> {
  const name = await busiestOf(failback, election);
  const events = [`- { at: 20s, node: ${name}, do: die }`, `- { at: 60s, node: ${name}, do: return }`];
  const moves = movesIn(await simulate(failback, events, election));
  expect(moves.some(({ at, from }) => from === name && at > 20_000 && at < RETURN)).to.equal(true);
  return { name, moves };
}

async function busiestOf(failback: string, election: string): Promise<string> {
  const moves = movesIn(await simulate(failback, [], election)).filter(({ at }) => at < START);
  const owners = [...new Map(moves.map(({ address, to }) => [address, to])).values()];
  const loadOf = (name: string): number => owners.filter((owner) => owner === name).length;
  return [...NODES].sort((a, b) => loadOf(b) - loadOf(a))[0] ?? '';
}

async function simulate(
  failback: string,
  events: readonly string[],
  election = 'Spread',
  seed = 1,
): Promise<SimulationDocument> {
  const files = {
    'cluster.yaml': CLUSTER + advertisement(failback, election),
    'events.yaml': `events:${events.length === 0 ? ' []' : events.map((event) => `\n  ${event}`).join('')}\n`,
  };
  return await withFiles(files, async (folder) => {
    const [cluster, script] = ['cluster.yaml', 'events.yaml'].map((name) => join(folder, name));
    const args = [
      'simulate',
      '-f',
      cluster ?? '',
      '--events',
      script ?? '',
      '--json',
      '--seed',
      String(seed),
    ];
    return JSON.parse((await fairlead(args)).output) as SimulationDocument;
  });
}

function advertisement(failback: string, election: string): string {
  return `---
apiVersion: fairlead.dev/v1alpha1
kind: Advertisement
metadata: { name: segment }
spec: { pools: [segment], layer2: { failback: ${failback}, election: ${election} } }
`;
}

const NODES = ['a', 'b', 'c'];
const SERVICES = ['one', 'two', 'three', 'four', 'five', 'six'];
const CLUSTER = [
  ...NODES.map((name, index) => node(name, { address: `192.0.2.${index + 1}` })),
  pool('segment', ['192.0.2.100-192.0.2.109']),
  ...SERVICES.flatMap((name) => [service(name), slice(name, NODES)]),
].join('');

const RETURN = 60_000;
/** By then the speakers that started together have found each other. */
const START = 19_000;
/** How long after a death the Node is NotReady, and its endpoints go. */
const NOT_READY = 40_100;
