// A speaker for each of the addresses given, all calling the same one: neighbors.ts REMOTE PORT ADDRESS...
import { Speaker } from '@fairlead/bgp-core/node';

const [remote = '', port = '', ...addresses] = process.argv.slice(2);
for (const [index, address] of addresses.entries()) {
  const routerId = `192.1.${index >> 8}.${index & 0xff}`;
  const speaker = new Speaker({ asn: 64513, routerId });
  speaker.addNeighbor({ address: remote, port: Number(port), localAddress: address, remoteAs: 64512 });
  await speaker.start();
}
process.on('disconnect', () => process.exit());
