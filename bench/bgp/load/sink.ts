// Calls a speaker, takes its routes and tells when the last one was there. It counts from the KEEPALIVE that makes the
// session Established on the other side, so that nothing of the way there is missing.
import { KEEPALIVE, messagesOf, openConnection, openMessage } from './conversation.ts';
import { readTask, say, sharedNow, SINK_AS } from './task.ts';

const task = readTask();
let routes = 0;
let messages = 0;

openConnection(
  task,
  (port) => {
    say({ kind: 'ready', port });
  },
  (socket) => {
    socket.write(openMessage(SINK_AS, '192.0.2.2'));
    messagesOf(socket, (octets, start, end) => {
      const type = octets[start + 18];
      if (type === 1) {
        socket.write(KEEPALIVE);
        say({ kind: 'established', at: sharedNow() });
      }
      if (type === 4) socket.write(KEEPALIVE);
      if (type === 3) throw new Error(`NOTIFICATION ${octets[start + 19]}/${octets[start + 20]}`);
      if (type !== 2) return;
      messages++;
      routes += routesIn(octets, start, end);
      if (routes >= task.count) {
        routes = -Infinity;
        say({ kind: 'done', at: sharedNow(), messages });
      }
    });
  },
);
process.on('disconnect', () => process.exit());

/** How many /32s an UPDATE announces. */
function routesIn(octets: Uint8Array, start: number, end: number): number {
  const view = new DataView(octets.buffer, octets.byteOffset);
  const withdrawn = view.getUint16(start + 19);
  const attributes = view.getUint16(start + 21 + withdrawn);
  return (end - start - 23 - withdrawn - attributes) / 5;
}
