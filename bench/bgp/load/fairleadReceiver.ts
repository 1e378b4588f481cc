// Takes and keeps the routes that a neighbour announces and withdraws, until it has no more and the changes were so many.
import { Speaker } from '@fairlead/bgp-core/node';
import { readTask, say, SENDER_AS, sharedNow, SINK_AS } from './task.ts';

const { local, remote, port, count } = readTask();
const speaker = new Speaker({ asn: SINK_AS, routerId: '192.0.2.2', listen: [{ address: local, port }] });
const neighbor = speaker.addNeighbor({
  address: remote,
  remoteAs: SENDER_AS,
  passive: true,
  families: ['ipv4/unicast'],
  importRoutes: 'all',
  adjRibIn: true,
});
let changes = 0;
const counter = {
  ipv4: () => {
    changes++;
  },
  ipv6: () => {
    changes++;
  },
};
neighbor.on('update', (update) => {
  update.visitWithdrawn(counter);
  update.visitAnnounced(counter);
  if (changes < count) return;
  const { prefixesReceived, counters } = neighbor.status();
  if (changes > count || prefixesReceived > 0)
    throw new Error(`${changes} changes left ${prefixesReceived} routes`);
  say({ kind: 'done', at: sharedNow(), messages: counters.received.update });
});
await speaker.start();
say({ kind: 'ready', port: speaker.listening[0]?.port ?? 0 });
process.on('disconnect', () => process.exit());
