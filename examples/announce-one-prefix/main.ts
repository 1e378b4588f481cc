// Announces 203.0.113.7/32 to a router until Ctrl-C: node main.ts ROUTER REMOTE-AS
import { community, route } from '@fairlead/bgp-core';
import { Speaker } from '@fairlead/bgp-core/node';

const [address = '192.0.2.1', remoteAs = '65000'] = process.argv.slice(2);

const speaker = new Speaker({ asn: 65001, routerId: '192.0.2.7' });
const router = speaker.addNeighbor({ address, remoteAs: Number(remoteAs) });
router.announce(route('203.0.113.7/32', { communities: [community('65001:100')] }));

router.on('established', () => {
  console.log(`${address} knows the way to 203.0.113.7/32`);
});
router.on('failed', ({ reason, detail }) => {
  console.log(`${address}: ${detail ?? reason}`);
});

await speaker.start();
process.once('SIGINT', () => void speaker.stop({ text: 'the example is over' }));
