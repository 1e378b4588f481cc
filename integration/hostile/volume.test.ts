import { once } from 'node:events';
import { ipv4Prefix } from '@fairlead/inet';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { heldMemory, MiB } from './memory.ts';
import { hex, keepalive, message, open, RawNeighbor, ROUTE_REFRESH, UPDATE } from './rawNeighbor.ts';
import { openScene } from './witness.ts';
import type { Scene } from './witness.ts';
import type { Neighbor, NeighborConfig } from '@fairlead/bgp-core/node';

describe('a neighbour and a million routes', () => {
  let scene: Scene;
  afterEach('nobody else notices', async () => {
    const isUntouched = scene.isUntouched();
    await scene.close();
    expect(isUntouched).to.equal(true);
  });
  const established = async (): Promise<void> => {
    await eventually('a session', () => (scene.attacked.status().state === 'established' ? true : null));
  };

  /** A neighbour that reads nothing of a million routes, and what was held before it came. */
  const deaf = async (
    config: Partial<NeighborConfig>,
  ): Promise<{ neighbor: RawNeighbor; before: number }> => {
    scene = await openScene(config, PATIENCE);
    await announceMillion(scene.attacked);
    const before = heldMemory();
    const neighbor = RawNeighbor.call(scene.target);
    neighbor.socket.pause();
    neighbor.say(open(), keepalive);
    await established();
    return { neighbor, before };
  };

  it('that it never reads cost no more than the table, until the send hold timer ends it (RFC 9687)', async () => {
    const { neighbor, before } = await deaf({ sendHoldTime: 3 });
    let sent = -1;
    await eventually(
      'it is full',
      () => {
        const now = scene.attacked.status().counters.sent.update;
        if (now === sent) return true;
        sent = now;
        return null;
      },
      { every: 200 },
    );
    expect(heldMemory() - before).to.be.below(16 * MiB);
    await eventually('the end', () => scene.attacked.status().lastEnding, { within: 30_000 });
    expect(scene.attacked.status().lastEnding?.reason).to.equal('sendHoldTimerExpired');
    neighbor.socket.destroy();
  });

  it('that it asks for 100,000 times without reading cost no more than the table', async () => {
    const { neighbor, before } = await deaf({});
    for (let turn = 0; turn < 100; turn++) neighbor.say(message(ROUTE_REFRESH, '00010001').repeat(1000));
    await eventually('all requests', () =>
      scene.attacked.status().counters.received.routeRefresh === 100_000 ? true : null,
    );
    expect(heldMemory() - before).to.be.below(16 * MiB);
    neighbor.socket.destroy();
  });

  it('that it announces and withdraws, 4,000,000 times in all, leave nothing behind', async () => {
    scene = await openScene({ importRoutes: 'all', adjRibIn: true }, PATIENCE);
    const neighbor = await RawNeighbor.call(scene.target).establish(open());
    await established();
    const held = heldMemory();
    const before = process.memoryUsage.rss();
    let most = before;
    let written = 0;
    for (let round = 0; round < 4; round++) {
      for (const isWithdrawal of [false, true]) {
        for (let first = 0; first < 500_000; first += PER_UPDATE, written++) {
          const octets = Buffer.from(changes(first, isWithdrawal), 'hex');
          if (!neighbor.socket.write(octets)) await once(neighbor.socket, 'drain');
        }
        most = Math.max(most, process.memoryUsage.rss());
      }
    }
    await eventually('all changes', () =>
      scene.attacked.status().counters.received.update >= written ? true : null,
    );
    expect(scene.attacked.status().prefixesReceived).to.equal(0);
    expect(most - before).to.be.below(80 * MiB);
    expect(heldMemory() - held).to.be.below(80 * MiB);
    neighbor.socket.destroy();
  });
});

/** In small portions, so that the process goes on with everything else. */
async function announceMillion(neighbor: Neighbor): Promise<void> {
  const attributes = {};
  for (let index = 0; index < 1_000_000; index++) {
    neighbor.announce({ prefix: ipv4Prefix(0x0a000000 + index, 32), attributes });
    if (index % 10_000 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** An UPDATE that announces or withdraws so many /32s from 10.0.0.0 on (RFC 4271 §4.3). */
function changes(first: number, isWithdrawal: boolean): string {
  let prefixes = '';
  for (let index = first; index < first + PER_UPDATE; index++) prefixes += `20${hex(0x0a000000 + index, 4)}`;
  if (isWithdrawal) return message(UPDATE, `${hex(PER_UPDATE * 5, 2)}${prefixes}0000`);
  return message(UPDATE, `0000${hex(ATTRIBUTES.length / 2, 2)}${ATTRIBUTES}${prefixes}`);
}

const PER_UPDATE = 800;
const ATTRIBUTES = `4001010040020602010000fdea400304c0000202`;
/** How long the whole process may be kept from running by others on this machine. */
const PATIENCE = 30;
