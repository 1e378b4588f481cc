import { Socket } from 'node:net';
import { nodeSockets } from '@fairlead/bgp-core/node';
import type { SocketFactory } from '@fairlead/bgp-core/node';
import { eventually } from '@fairlead/testing';
import type { Router } from '../router/router.ts';
import { startOurs } from '../session.ts';
import type { Case } from './case.ts';

const lacks: NonNullable<Case['lacks']> = { ExaBGP: 'only calls' };

/** Both sides call at once (RFC 4271 §6.8). */
export const collisionCases: readonly Case[] = [
  {
    feature: 'both call at once, and ours is the higher identifier (RFC 4271 §6.8)',
    lacks: { ...lacks, GoBGP: 'refuses our call as soon as it calls' },
    run: async (router) => {
      await collide(router, '223.255.255.254', 'ours');
    },
  },
  {
    feature: 'both call at once, and theirs is the higher identifier',
    lacks,
    run: async (router) => {
      await collide(router, '1.0.0.1', 'theirs');
    },
  },
];

async function collide(router: Router, routerId: string, survivor: 'ours' | 'theirs'): Promise<void> {
  while (!(await haveCollided(router, routerId, survivor)));
}

/** Whether our call met theirs. One of theirs that comes before ours can go out meets nothing. */
async function haveCollided(router: Router, routerId: string, survivor: 'ours' | 'theirs'): Promise<boolean> {
  const sockets = collidingSockets();
  const ours = await startOurs(router, 'called', { routerId, delayOpenTime: 5 }, { sockets });
  const isUp = async (): Promise<boolean> =>
    ours.neighbor.status().state === 'established' && (await router.isUp('called'));
  try {
    // FRR may end the session once more before it keeps it.
    await eventually(
      'one connection, the right one, on which both agree',
      async () => {
        if (!(await isUp())) return null;
        return sockets.collisions() === 0 || sockets.survivor() === survivor ? true : null;
      },
      { within: 40_000 },
    );
    return sockets.collisions() > 0;
  } finally {
    await ours.close();
  }
}

interface CollidingSockets extends SocketFactory {
  /** How often a call went out because one came in. */
  readonly collisions: () => number;
  /** Who opened the connection that is left; `null` where not exactly one is. */
  readonly survivor: () => 'ours' | 'theirs' | null;
}

/** Sockets on which our call goes out when the router's comes in, which is heard once it has said OPEN on ours too. */
function collidingSockets(): CollidingSockets {
  const waiting: (() => Promise<void>)[] = [];
  const outgoing = new Set<Socket>();
  const incoming = new Set<Socket>();
  let collisions = 0;
  const track = (socket: Socket, set: Set<Socket>): void => {
    set.add(socket);
    socket.once('close', () => set.delete(socket));
  };
  return {
    ...nodeSockets,
    dial: ({ address, port, localAddress }) => {
      const socket = new Socket();
      track(socket, outgoing);
      waiting.push(async () => {
        collisions++;
        socket.connect({ host: address, port, ...(localAddress === undefined ? {} : { localAddress }) });
        await new Promise((resolve) => socket.once('data', resolve).once('close', resolve));
      });
      return socket;
    },
    listen: async (address) => {
      const listener = await nodeSockets.listen(address);
      const hold = (socket: Socket): void => {
        track(socket, incoming);
        socket.pause();
        void Promise.all(waiting.splice(0).map((call) => call())).then(() => socket.resume());
      };
      // After the speaker, which starts to read.
      setImmediate(() => listener.server.on('connection', hold));
      return listener;
    },
    collisions: () => collisions,
    survivor: () => {
      if (outgoing.size + incoming.size !== 1) return null;
      return outgoing.size > 0 ? 'ours' : 'theirs';
    },
  };
}
