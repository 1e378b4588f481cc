import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { keepalive, KEEPALIVE, open, OPEN, RawNeighbor } from './rawNeighbor.ts';
import { openScene } from './witness.ts';
import type { Scene } from './witness.ts';

describe('200 neighbours that call while they are called (RFC 4271 §6.8)', () => {
  let scene: Scene;
  before(async () => {
    scene = await openScene();
  });
  after(async () => {
    await scene.close();
  });

  for (const [whose, id, survivor] of [
    ['the neighbour has the higher identifier', 'c0000209', 'theirs'],
    ['we have the higher identifier', '0a000001', 'ours'],
  ] as const) {
    it(`each keep one connection, the one that ${survivor === 'ours' ? 'we' : 'they'} opened, where ${whose}`, async () => {
      const net = scene.target.from.replace(/\d+$/, '');
      const pairs = await Promise.all(
        Array.from({ length: 100 }, (_, index) => bothWays(scene, `${net}${index + 10}`)),
      );
      for (const { ours, theirs } of pairs) for (const one of [ours, theirs]) one.say(open({ id }));
      for (const pair of pairs) {
        const loser = survivor === 'ours' ? pair.theirs : pair.ours;
        expect(await loser.lastWords()).to.equal('0607');
        pair[survivor].say(keepalive);
        await pair[survivor].until('KEEPALIVE', ({ type }) => type === KEEPALIVE);
      }
      const up = pairs.map(({ address }) => scene.speaker.neighbors.find((one) => one.address === address));
      await eventually('all sessions', () =>
        up.every((neighbor) => neighbor?.status().state === 'established') ? true : null,
      );
      for (const { ours, theirs } of pairs) for (const { socket } of [ours, theirs]) socket.destroy();
      for (const neighbor of up) if (neighbor !== undefined) scene.speaker.removeNeighbor(neighbor);
      expect(scene.isUntouched()).to.equal(true);
    });
  }
});

interface Pair {
  readonly address: string;
  /** The connection that the speaker opened. */
  readonly ours: RawNeighbor;
  /** The connection that the neighbour opened. */
  readonly theirs: RawNeighbor;
}

/** A neighbour with a connection in each direction, on both of which the speaker has said OPEN. */
async function bothWays({ speaker, target }: Scene, address: string): Promise<Pair> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, address, () => {
      resolve();
    });
  });
  const called = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const { port } = server.address() as AddressInfo;
  speaker.addNeighbor({ address, port, localAddress: target.address, remoteAs: 65002 });
  const ours = RawNeighbor.over(await called);
  server.close();
  const theirs = await RawNeighbor.reach({ ...target, from: address });
  await ours.until('OPEN', ({ type }) => type === OPEN);
  return { address, ours, theirs };
}
