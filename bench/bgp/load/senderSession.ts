import type { Socket } from 'node:net';
import { KEEPALIVE, messagesOf, openConnection, openMessage } from './conversation.ts';
import { say, SENDER_AS } from './task.ts';
import type { Task } from './task.ts';

/** The session of a sender, which says nothing but what `established` writes; `notified` gets a NOTIFICATION's code and subcode. */
export function openSenderSession(
  task: Task,
  established: (socket: Socket) => void,
  notified: (code: number, subcode: number) => void = () => undefined,
): void {
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
        if (type === 3) notified(octets[start + 19] ?? 0, octets[start + 20] ?? 0);
        if (type !== 4 || isEstablished) return;
        isEstablished = true;
        established(socket);
      });
    },
  );
  process.on('disconnect', () => process.exit());
}
