import { millis } from '@fairlead/inet';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { ReconcileLoop } from '../../src/reconcile/loop.ts';

describe('the reconcile loop', () => {
  it('tries a key again after a failure, and the others meanwhile', async () => {
    const done: string[] = [];
    const failures: string[] = [];
    const loop = new ReconcileLoop({
      reconcile: (key) => {
        if (key === 'broken' && failures.length < 2) throw new Error('not yet');
        done.push(key);
      },
      failed: (key) => failures.push(key),
      backoff: { first: millis(1), most: millis(2) },
    });
    loop.add('broken');
    loop.add('fine');
    loop.start();
    await eventually('both', () => (done.length === 2 ? true : null), { every: 2 });
    await loop.stop();
    expect(done).to.deep.equal(['fine', 'broken']);
    expect(failures).to.deep.equal(['broken', 'broken']);
  });

  it('works on as many keys at once as it may, and on one key never twice at once', async () => {
    const active = new Set<string>();
    let most = 0;
    const loop = new ReconcileLoop({
      reconcile: async (key) => {
        expect(active.has(key)).to.equal(false);
        active.add(key);
        most = Math.max(most, active.size);
        await new Promise((resolve) => setTimeout(resolve, 2));
        active.delete(key);
      },
      failed: (_, error) => expect.fail(String(error)),
      concurrency: 3,
    });
    loop.start();
    for (let round = 0; round < 3; round++) for (const key of 'abcdefgh') loop.add(key);
    await loop.idle();
    await loop.stop();
    expect(most).to.equal(3);
  });

  it('lets timers run while it works off many keys', async () => {
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 1);
    const loop = new ReconcileLoop({ reconcile: spin, failed: (_, error) => expect.fail(String(error)) });
    loop.start();
    for (let index = 0; index < 100; index++) loop.add(`key${index}`);
    await loop.idle();
    clearInterval(ticking);
    await loop.stop();
    expect(ticks).to.be.greaterThan(2);
  });
});

function spin(): void {
  const end = performance.now() + 1;
  while (performance.now() < end);
}
