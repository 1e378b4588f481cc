// The least that a sender can do: no table, no diff, nothing but a loop that encodes /32s into a socket.
import type { Socket } from 'node:net';
import { KEEPALIVE, messagesOf, openConnection, openMessage } from './conversation.ts';
import { FIRST_ADDRESS, readTask, say, SENDER_AS, sharedNow } from './task.ts';

const task = readTask();
const ATTRIBUTES = [0x40, 1, 1, 0, 0x40, 2, 6, 2, 1, 0, 0, SENDER_AS >>> 8, SENDER_AS & 0xff, 0x40, 3, 4];
const PER_MESSAGE = 800;
const CHUNK = 65_536;
const NEXT_HOP = task.local.split('.').map(Number);

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
      if (type !== 4 || isEstablished) return;
      isEstablished = true;
      say({ kind: 'established', at: sharedNow() });
      send(socket, 0);
    });
  },
);
if (task.way === 'dial') say({ kind: 'ready', port: 0 });
process.on('disconnect', () => process.exit());

function send(socket: Socket, from: number): void {
  let next = from;
  while (next < task.count) {
    const octets = Buffer.allocUnsafe(CHUNK);
    let at = 0;
    while (next < task.count && CHUNK - at >= 4096) {
      const count = Math.min(PER_MESSAGE, task.count - next);
      at = writeUpdate(octets, at, FIRST_ADDRESS + next, count);
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

function writeUpdate(octets: Buffer, start: number, first: number, count: number): number {
  let at = start;
  octets.fill(0xff, at, at + 16);
  at = octets.writeUInt16BE(23 + ATTRIBUTES.length + 4 + count * 5, at + 16);
  at = octets.writeUInt8(2, at);
  at = octets.writeUInt16BE(0, at);
  at = octets.writeUInt16BE(ATTRIBUTES.length + 4, at);
  for (const octet of ATTRIBUTES) octets[at++] = octet;
  for (const octet of NEXT_HOP) octets[at++] = octet;
  for (let address = first; address < first + count; address++) {
    octets[at++] = 32;
    octets[at++] = address >>> 24;
    octets[at++] = address >>> 16;
    octets[at++] = address >>> 8;
    octets[at++] = address;
  }
  return at;
}
