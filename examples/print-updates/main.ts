// Listens on port 1179 and prints what routers announce until Ctrl-C: node main.ts LOCAL-AS
import { Speaker } from '@fairlead/bgp-core/node';

const [localAs = '65001'] = process.argv.slice(2);

const speaker = new Speaker({
  asn: Number(localAs),
  routerId: '192.0.2.7',
  listen: [
    { address: '0.0.0.0', port: 1179 },
    { address: '::', port: 1179 },
  ],
});
for (const range of ['0.0.0.0/0', '::/0']) {
  speaker.acceptNeighbors({ range, remoteAs: 'external', importRoutes: 'all' });
}

speaker.on('neighbor', (router) => {
  router.on('established', ({ peerAsn }) => {
    console.log(`${router.address} is here, AS ${peerAsn}`);
  });
  router.on('down', ({ reason }) => {
    console.log(`${router.address} is gone: ${reason}`);
  });
  router.on('update', (update) => {
    console.dir(update.detach(), { depth: null });
  });
});

await speaker.start();
process.once('SIGINT', () => void speaker.stop({ text: 'the example is over' }));
