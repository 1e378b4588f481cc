import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { hex, keepalive, message, open, RawNeighbor } from './rawNeighbor.ts';
import { openScene } from './witness.ts';
import type { Scene } from './witness.ts';

describe('a neighbour that delivers in strange pieces', () => {
  let scene: Scene;
  before(async () => {
    scene = await openScene({ importRoutes: 'all' });
  });
  after(async () => {
    await scene.close();
  });
  afterEach('nobody else notices', () => {
    expect(scene.isUntouched()).to.equal(true);
  });

  /** One UPDATE per prefix (RFC 4271 §4.3). */
  const update = (index: number): string =>
    message(
      2,
      '00000014' + '40010100' + '40020602010000fdea' + '400304c0000202' + `18cb00${hex(index % 256, 1)}`,
    );
  const received = (): number => scene.attacked.status().counters.received.update;

  it('octet by octet', async () => {
    const neighbor = await RawNeighbor.reach(scene.target);
    const before = received();
    for (const octet of (open() + keepalive + update(1) + update(2)).match(/../g) ?? []) {
      neighbor.say(octet);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await eventually('both UPDATEs', () => (received() === before + 2 ? true : null));
    neighbor.socket.destroy();
  });

  it('500 messages at once', async () => {
    const neighbor = await RawNeighbor.reach(scene.target);
    const before = received();
    const updates = Array.from({ length: 498 }, (_, index) => update(index));
    neighbor.say(open(), keepalive, ...updates);
    await eventually('all UPDATEs', () => (received() === before + 498 ? true : null));
    expect(scene.attacked.status().state).to.equal('established');
    neighbor.socket.destroy();
  });

  it('half a message, and then nothing (RFC 4271 §6.5)', async () => {
    const neighbor = await RawNeighbor.reach(scene.target);
    await neighbor.establish(open({ holdTime: 3 }));
    expect(await neighbor.say(update(1).slice(0, 50)).lastWords()).to.equal('0400');
  });

  it('nothing after its OPEN (RFC 4271 §8.2.2, OpenConfirm)', async () => {
    const neighbor = await RawNeighbor.reach(scene.target);
    expect(await neighbor.say(open({ holdTime: 3 })).lastWords()).to.equal('0400');
  });

  it('the end of its side in the middle of a message', async () => {
    const neighbor = await RawNeighbor.reach(scene.target);
    await neighbor.establish(open());
    neighbor.say(update(1).slice(0, 50)).socket.end();
    await eventually('the end', () => (scene.attacked.status().state === 'established' ? null : true));
    expect(scene.attacked.status().lastEnding?.reason).to.equal('connectionLost');
  });
});
