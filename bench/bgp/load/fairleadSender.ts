// Announces /32s with one set of attributes, with the library as anybody would use it.
import { ipv4Prefix } from '@fairlead/inet';
import { Speaker } from '@fairlead/bgp-core/node';
import type { Route } from '@fairlead/bgp-core';
import { FIRST_ADDRESS, readTask, say, SENDER_AS, sharedNow } from './task.ts';

const { way, local, remote, port, count } = readTask();
const speaker = new Speaker({
  asn: SENDER_AS,
  routerId: '192.0.2.1',
  listen: way === 'listen' ? [{ address: local, port }] : [],
});
const neighbor = speaker.addNeighbor({
  address: remote,
  remoteAs: 'external',
  passive: way === 'listen',
  ...(way === 'dial' ? { port, localAddress: local } : {}),
  families: ['ipv4/unicast'],
});
neighbor.on('established', () => {
  say({ kind: 'established', at: sharedNow() });
});
neighbor.advertise(routes());
await speaker.start();
say({ kind: 'ready', port: speaker.listening[0]?.port ?? 0 });
process.on('disconnect', () => process.exit());

function* routes(): IterableIterator<Route> {
  const attributes = { origin: 'igp' as const };
  for (let i = 0; i < count; i++) yield { prefix: ipv4Prefix(FIRST_ADDRESS + i, 32), attributes };
}
