import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import type { SimulationDocument } from '../../src/simulate/document.ts';
import { fairlead, withFiles } from '../support/cli.ts';
import { bgpAdvertisement, l2Advertisement, node, peer, slice } from '../support/cluster.ts';
import { pool, service } from '../support/objects.ts';

const examples = join(import.meta.dirname, '../../../../examples/simulate');

describe('fairlead simulate', function () {
  this.timeout(60_000);

  it('tells the example as it is written down', async () => {
    const { exitCode, output, errors } = await fairlead([
      'simulate',
      '-f',
      join(examples, 'cluster.yaml'),
      '--events',
      join(examples, 'events.yaml'),
    ]);
    expect([exitCode, errors]).to.deep.equal([0, '']);
    expect(output).to.equal(readFileSync(join(examples, 'expected.txt'), 'utf8'));
  });

  it('lets a router notice a dead node by the hold time, and a host by the Lease', async () => {
    const owner = ownerIn(await simulate([]));
    const { routes, layer2, timeline } = await simulate([`- { at: 20s, node: ${owner}, do: die }`]);
    const [path] = routes;
    expect(path?.someDeadPaths.total).to.be.within(20_000, 30_000);
    expect(path?.noPath.total).to.equal(0);
    const moved = layer2.find(({ noOwner }) => noOwner.count > 0);
    // A Lease of 6 s, less the time since it was renewed, and until the next has heard that it is not renewed.
    expect(moved?.noOwner.longest).to.be.within(3800, 6200);
    expect(moved?.severalOwners.total).to.equal(0);
    expect(
      timeline.some(
        ({ subject, message }) => subject === 'tor' && message.includes(`${owner} down: holdTimerExpired`),
      ),
    ).to.equal(true);
  });

  it('moves an address at once when the cable of its owner is pulled', async () => {
    const owner = ownerIn(await simulate([]));
    const { layer2, timeline } = await simulate([`- { at: 20s, link: ${owner}, do: fail }`]);
    const next = ownerIn({ timeline });
    expect([owner, next].sort()).to.deep.equal(['a', 'b']);
    for (const { noOwner } of layer2) expect(noOwner.longest).to.be.at.most(500);
  });

  it('moves routes with endpoints, and sends nothing to a node without one', async () => {
    const { timeline, routes } = await simulate(['- { at: 10s, service: default/web, endpoints: [b] }']);
    const last = timeline.filter(({ kind, subject }) => kind === 'route' && subject === 'tor').at(-1);
    expect(last?.message).to.equal('192.0.2.0/32 via b, before via a, b');
    expect(routes.map(({ noPath, deadPaths }) => noPath.total + deadPaths.total)).to.deep.equal([0]);
  });

  it('ends a speaker without losing its routes before others have them', async () => {
    const { routes, sessions } = await simulate([
      '- { at: 10s, node: a, do: stop }',
      '- { at: 30s, node: a, do: start }',
    ]);
    expect(routes.map(({ noPath, deadPaths }) => noPath.total + deadPaths.total)).to.deep.equal([0]);
    expect(sessions.filter(({ down }) => down.count > 0).map(({ node: at }) => at)).to.deep.equal(['a']);
  });

  it('takes a node out without losing its routes before routers prefer others, and keeps its session', async () => {
    const { timeline, routes, sessions } = await simulate([
      '- { at: 10s, node: a, do: drain }',
      '- { at: 30s, node: a, do: undrain }',
    ]);
    const told = timeline.filter(({ kind, subject }) => kind === 'route' && subject === 'tor');
    const gone = told.find(({ message }) => message === '192.0.2.0/32 via b, before via a, b');
    expect(gone?.at).to.be.within(13_000, 13_200);
    expect(routes.map(({ noPath, deadPaths }) => noPath.total + deadPaths.total)).to.deep.equal([0]);
    expect(sessions.map(({ down }) => down.count)).to.deep.equal([0, 0]);
  });

  it('lets a session live through a cut that is shorter than the hold time', async () => {
    const events = [
      '- { at: 10s, link: a, peer: tor, do: fail }',
      '- { at: 20s, link: a, peer: tor, do: repair }',
    ];
    const { sessions } = await simulate(events);
    expect(sessions.map(({ down }) => down.count)).to.deep.equal([0, 0]);
  });

  it('ends it in a longer one, on both sides', async () => {
    const events = [
      '- { at: 10s, link: a, peer: tor, do: fail }',
      '- { at: 60s, link: a, peer: tor, do: repair }',
    ];
    const { sessions, timeline } = await simulate(events);
    expect(sessions.map(({ down }) => down.count)).to.deep.equal([1, 0]);
    const expired = timeline.filter(({ message }) => message.includes('holdTimerExpired'));
    expect(expired.map(({ subject }) => subject).sort()).to.deep.equal(['a', 'tor']);
  });

  it('takes new objects, and lets go of those that are deleted', async () => {
    const other =
      '{ apiVersion: v1, kind: Service, metadata: { name: new }, spec: { type: LoadBalancer, ports: [{ port: 1 }] } }';
    const { timeline } = await simulate([
      `- { at: 10s, apply: ${other} }`,
      '- { at: 20s, delete: Service new }',
    ]);
    const seen = timeline
      .filter(({ kind }) => kind === 'service')
      .map(({ subject, message }) => `${subject} ${message}`);
    expect(seen).to.deep.equal([
      'default/disk has 192.0.2.100',
      'default/web has 192.0.2.0',
      'default/new has 192.0.2.1',
      'default/new is gone',
    ]);
  });

  it('lets who lost the API server yield before there are two owners for long', async () => {
    const owner = ownerIn(await simulate([]));
    for (const seed of [1, 2, 3, 4]) {
      const { layer2, timeline } = await simulate([`- { at: 20s, node: ${owner}, do: isolate }`], seed);
      expect(timeline.filter(({ at, kind }) => kind === 'owner' && at > 20_000)).not.to.deep.equal([]);
      for (const { severalOwners } of layer2) expect(severalOwners.total).to.be.at.most(100);
    }
  });

  it('never has two owners while the API server is there, whatever dies and returns', async () => {
    const event = fc.record({
      at: fc.integer({ min: 5, max: 60 }),
      node: fc.constantFrom('a', 'b'),
      does: fc.constantFrom('die', 'return', 'drain', 'undrain', 'stop', 'start'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 5 }), fc.nat(1000), async (events, seed) => {
        const lines = events.map(
          ({ at, node: name, does }) => `- { at: ${at}s, node: ${name}, do: ${does} }`,
        );
        const { layer2 } = await simulate(lines, seed);
        for (const { severalOwners } of layer2) expect(severalOwners.longest).to.be.at.most(100);
      }),
      { numRuns: 12 },
    );
  });

  it('gives the same output for the same seed', async () => {
    const events = ['- { at: 5s, node: a, do: die }', '- { at: 50s, node: a, do: return }'];
    const [one, two, other] = [
      await simulate(events, 5),
      await simulate(events, 5),
      await simulate(events, 6),
    ];
    expect(one).to.deep.equal(two);
    expect(other.timeline).not.to.deep.equal(one.timeline);
  });

  const mistakes: readonly (readonly [string, string, string])[] = [
    [
      '- { at: soon, node: a, do: die }',
      'events[0].at',
      'must be a time from 0s to 24h, like 500ms, 10s or 1m30s',
    ],
    [
      '- { at: 1s, node: a, do: explode }',
      'events[0].do',
      'is "explode", but must be die or return or isolate or rejoin or drain or undrain or stop or start',
    ],
    ['- { at: 1s, node: z, do: die }', 'events[0].node', 'is "z", but there is no such Node; there is a, b'],
    ['- { at: 1s, peer: z, do: die }', 'events[0].peer', 'is "z", but there is no such peer; there is tor'],
    ['- { at: 1s, service: web, peer: tor }', 'events[0]', 'is about peer and service; make it two events'],
    [
      '- { at: 1s, delete: web }',
      'events[0].delete',
      'is "web", but must be a kind and a name, like Service default/web',
    ],
    ['- { at: 1s, do: die }', 'events[0].node', 'is required: or one of peer, link, service, apply, delete'],
    ['- { node: a, do: die }', 'events[0].at', 'is required: when it happens, like 10s'],
  ];
  for (const [event, field, message] of mistakes) {
    it(`says what is wrong with ${event}`, async () => {
      const { exitCode, errors } = await run([event]);
      const [, line, rest = ''] = /^\S*events\.yaml:(\d+): error: (.*)$/m.exec(errors) ?? [];
      expect([exitCode, line, rest]).to.deep.equal([1, '2', `Simulation events.yaml ${field} ${message}`]);
    });
  }

  it('wants Nodes', async () => {
    const { exitCode, errors } = await fairlead(['simulate', '-f', '-'], { stdin: service('web') });
    expect([exitCode, errors]).to.deep.equal([
      2,
      'fairlead: there is no Node in the input, so nothing can happen; give -f a file with Nodes too\n',
    ]);
  });
});

const CLUSTER = [
  node('a', { address: '10.1.0.1' }),
  node('b', { address: '10.1.0.2' }),
  peer('tor', '10.0.0.1', 'holdTime: 30s'),
  pool('routed', ['192.0.2.0/28']),
  pool('segment', ['192.0.2.100-192.0.2.109'], 'autoAssign: false'),
  bgpAdvertisement('routed', 'ipAddressPools: [routed]'),
  l2Advertisement('segment', 'ipAddressPools: [segment]'),
  service('web', { spec: 'externalTrafficPolicy: Local' }),
  service('disk', { annotations: 'metallb.io/address-pool: segment' }),
  slice('web', ['a', 'b']),
  slice('disk', ['a', 'b']),
].join('');

async function run(events: readonly string[], ...more: readonly string[]) {
  const script =
    events.length === 0 ? 'events: []' : `events:\n${events.map((event) => `  ${event}`).join('\n')}\n`;
  return await withFiles({ 'cluster.yaml': CLUSTER, 'events.yaml': script }, (folder) =>
    fairlead([
      'simulate',
      '-f',
      join(folder, 'cluster.yaml'),
      '--events',
      join(folder, 'events.yaml'),
      ...more,
    ]),
  );
}

async function simulate(events: readonly string[], seed = 1): Promise<SimulationDocument> {
  const { output } = await run(events, '--json', '--seed', String(seed));
  return { ...(JSON.parse(output) as SimulationDocument), problems: null } as SimulationDocument;
}

/** Who answers for the one address that layer 2 announces. */
function ownerIn({ timeline }: Pick<SimulationDocument, 'timeline'>): string {
  const message = timeline.findLast(({ kind }) => kind === 'owner')?.message ?? '';
  return /answered for by (\w+)/.exec(message)?.[1] ?? '';
}
