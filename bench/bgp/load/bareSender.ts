// The least that a sender can do: no table, no diff, nothing but a loop that encodes /32s into a socket.
import type { Socket } from 'node:net';
import { CHUNK, PER_MESSAGE, writeAnnouncement } from './hostUpdates.ts';
import { openSenderSession } from './senderSession.ts';
import { FIRST_ADDRESS, readTask, say, sharedNow } from './task.ts';

const task = readTask();
const NEXT_HOP = task.local.split('.').map(Number);

openSenderSession(task, (socket) => {
  say({ kind: 'established', at: sharedNow() });
  send(socket, 0);
});
if (task.way === 'dial') say({ kind: 'ready', port: 0 });

function send(socket: Socket, from: number): void {
  let next = from;
  while (next < task.count) {
    const octets = Buffer.allocUnsafe(CHUNK);
    let at = 0;
    while (next < task.count && CHUNK - at >= 4096) {
      const count = Math.min(PER_MESSAGE, task.count - next);
      at = writeAnnouncement(octets, at, NEXT_HOP, FIRST_ADDRESS + next, count);
      next += count;
    }
    if (socket.write(octets.subarray(0, at))) continue;
    const first = next;
    socket.once('drain', () => {
      send(socket, first);
    });
    return;
  }
}
