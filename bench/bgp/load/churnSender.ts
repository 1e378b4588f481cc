// Calls a speaker and announces and withdraws the same /32s again and again, as fast as it takes them.
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { CHUNK, PER_MESSAGE, writeAnnouncement, writeWithdrawal } from './hostUpdates.ts';
import { openSenderSession } from './senderSession.ts';
import { CHURNED, FIRST_ADDRESS, readTask, say, sharedNow } from './task.ts';

const task = readTask();
const NEXT_HOP = task.local.split('.').map(Number);
const announcements = allOf((octets, at, first, count) =>
  writeAnnouncement(octets, at, NEXT_HOP, first, count),
);
const withdrawals = allOf(writeWithdrawal);

openSenderSession(
  task,
  (socket) => void churn(socket),
  (code, subcode) => {
    throw new Error(`NOTIFICATION ${code}/${subcode}`);
  },
);

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
