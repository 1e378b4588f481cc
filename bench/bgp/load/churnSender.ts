// Calls a speaker and announces and withdraws the same /32s again and again, as fast as it takes them.
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { KEEPALIVE, messagesOf, openConnection, openMessage } from './conversation.ts';
import { CHUNK, PER_MESSAGE, writeAnnouncement, writeWithdrawal } from './hostUpdates.ts';
import { CHURNED, FIRST_ADDRESS, readTask, say, SENDER_AS, sharedNow } from './task.ts';

const task = readTask();
const NEXT_HOP = task.local.split('.').map(Number);
const announcements = allOf((octets, at, first, count) =>
  writeAnnouncement(octets, at, NEXT_HOP, first, count),
);
const withdrawals = allOf(writeWithdrawal);
let isEstablished = false;

openConnection(
  task,
  (port) => {
    say({ kind: 'ready', port });
  },
  (socket) => {
    socket.write(openMessage(SENDER_AS, '192.0.2.1'));
    messagesOf(socket, (octets, start) => {
      const type = octets[start + 18];
      if (type === 1) socket.write(KEEPALIVE);
      if (type === 3) throw new Error(`NOTIFICATION ${octets[start + 19]}/${octets[start + 20]}`);
      if (type !== 4 || isEstablished) return;
      isEstablished = true;
      void churn(socket);
    });
  },
);
process.on('disconnect', () => process.exit());

async function churn(socket: Socket): Promise<void> {
  say({ kind: 'established', at: sharedNow() });
  for (let changes = 0; changes < task.count; changes += CHURNED * 2) {
    for (const octets of [...announcements, ...withdrawals]) {
      if (!socket.write(octets)) await once(socket, 'drain');
    }
  }
}

/** All the /32s in chunks of whole UPDATEs. */
function allOf(
  write: (octets: Buffer, at: number, first: number, count: number) => number,
): readonly Buffer[] {
  const chunks: Buffer[] = [];
  let next = 0;
  while (next < CHURNED) {
    const octets = Buffer.allocUnsafe(CHUNK);
    let at = 0;
    while (next < CHURNED && CHUNK - at >= 4096) {
      const count = Math.min(PER_MESSAGE, CHURNED - next);
      at = write(octets, at, FIRST_ADDRESS + next, count);
      next += count;
    }
    chunks.push(octets.subarray(0, at));
  }
  return chunks;
}
