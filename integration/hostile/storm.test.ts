import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { keepalive, message, open, OPEN, RawNeighbor } from './rawNeighbor.ts';
import { openScene } from './witness.ts';
import type { Scene } from './witness.ts';
import type { NeighborConfig } from '@fairlead/bgp-core/node';

describe('a neighbour that comes too often', () => {
  let scene: Scene;
  const begin = async (config: Partial<NeighborConfig> = {}): Promise<void> => {
    scene = await openScene(config);
  };
  afterEach('nobody else notices', async () => {
    const isUntouched = scene.isUntouched();
    await scene.close();
    expect(isUntouched).to.equal(true);
  });

  it('may call 10,000 times', async () => {
    await begin();
    await inTurns(10_000, 100, async () => {
      const neighbor = RawNeighbor.call(scene.target);
      await new Promise((resolve) => neighbor.socket.once('connect', resolve).once('close', resolve));
      neighbor.socket.destroy();
    });
    await (await RawNeighbor.reach(scene.target)).establish(open());
    await eventually('a session', () => (scene.attacked.status().state === 'established' ? true : null));
  });

  it('holds two connections, however many it opens and leaves idle', async () => {
    await begin();
    const idle = Array.from({ length: 200 }, () => RawNeighbor.call(scene.target));
    const isSentAway = ({ isClosed, messages }: RawNeighbor): boolean =>
      isClosed && messages.at(-1)?.body === '0607';
    await eventually('198 of 200 are sent away', () =>
      idle.filter(isSentAway).length === 198 ? true : null,
    );
    for (const { socket } of idle) socket.destroy();
  });

  it('is as many as 200 strangers, who are sent away when they say nothing', async () => {
    await begin();
    const strangers = await strangersTo(scene, 200);
    await eventually('all have heard an OPEN', () =>
      strangers.every(({ messages }) => messages[0]?.type === OPEN) ? true : null,
    );
    await eventually('all are sent away', () => (strangers.every(({ isClosed }) => isClosed) ? true : null));
    expect(new Set(strangers.map(({ messages }) => messages.at(-1)?.body))).to.deep.equal(new Set(['0400']));
    await eventually('nobody is left', () => (scene.speaker.neighbors.length === 2 ? true : null));
  });

  const storms: readonly (readonly [string, readonly string[]])[] = [
    ['rubbish instead of an OPEN', ['00'.repeat(19)]],
    ['a NOTIFICATION instead of an OPEN', [message(3, '0605')]],
    ['a NOTIFICATION as soon as there is a session', [open(), keepalive, message(3, '0602')]],
    ['an error as soon as there is a session', [open(), keepalive, message(9)]],
  ];
  for (const [what, said] of storms) {
    it(`is damped when it says ${what}, again and again`, async () => {
      await begin({ idleHoldTime: 60 });
      let heard = 0;
      const end = performance.now() + 2500;
      while (performance.now() < end) {
        const neighbor = RawNeighbor.call(scene.target);
        neighbor.say(...said);
        await eventually('the end', () => (neighbor.isClosed ? true : null), { every: 1 });
        if (neighbor.messages.length > 0) heard++;
      }
      // At once, after a second, after two more.
      expect(heard).to.be.within(2, 3);
    });
  }
});

/** Neighbours whom the speaker does not know beforehand, each from its own address. */
async function strangersTo({ speaker, target }: Scene, count: number): Promise<readonly RawNeighbor[]> {
  const net = target.from.replace(/\d+$/, '');
  speaker.acceptNeighbors({ range: `${net}0/24`, remoteAs: 'external', openTime: 1, limit: count });
  return await Promise.resolve(
    Array.from({ length: count }, (_, index) => RawNeighbor.call({ ...target, from: `${net}${index + 10}` })),
  );
}

async function inTurns(count: number, width: number, task: () => Promise<void>): Promise<void> {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await task();
  };
  await Promise.all(Array.from({ length: width }, worker));
}
