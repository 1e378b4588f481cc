import { expect } from 'chai';
import {
  BACKEND_PORT,
  buildFabric,
  kernelInterfaces,
  openLab,
  requireTools,
  run,
  serviceObjects,
} from '../lab/index.ts';
import type { Daemon, Fabric, FabricNode } from '../lab/index.ts';
import { requireAddon } from '../netsys/requireAddon.ts';
import { installFairlead } from './support/installation.ts';
import type { Installation } from './support/installation.ts';
import { addressesOf, NODE_AS, ROUTER_AS, routerConfig, usedNextHops } from './support/router.ts';
import { addressesIn } from './support/service.ts';
import { FABRIC_TOOLS } from './support/tools.ts';
import { wait, waitFor } from './support/wait.ts';
import { whoAnswers } from './support/whoAnswers.ts';

const ROUTED = '203.0.113.1';
const ON_SEGMENT = ['10.1.0.240', '10.1.0.241', '10.1.0.242', '10.1.0.243'];

describe('a node on which the speaker may not open packet sockets', () => {
  const lab = openLab();
  after(lab.close);
  let fabric: Fabric;
  let fairlead: Installation;
  let poor: FabricNode;
  let rich: FabricNode;
  let limited: Daemon;

  before(async function () {
    await requireTools(this, ...FABRIC_TOOLS, 'arping');
    requireAddon(this);
    fabric = await buildFabric(lab, { nodes: 2, config: routerConfig(2), traffic: false });
    [poor, rich] = fabric.nodes as [FabricNode, FabricNode];
    fairlead = await installFairlead(lab, fabric.server);
    await fabric.server.client.apply(OBJECTS);
    for (const [index, name] of ['routed', 'one', 'two', 'three', 'four'].entries()) {
      const annotations = { 'metallb.io/address-pool': index === 0 ? 'routed' : 'segment' };
      const targetPort = BACKEND_PORT;
      await fabric.server.client.apply(
        serviceObjects({ name, annotations, endpoints: fabric.nodes, targetPort }),
      );
    }
    fairlead.startController();
    limited = fairlead.startSpeakerWithout(['net_raw'], poor, '--http', STATUS, '--lease-duration', '3s');
    fairlead.startSpeaker(rich, '--lease-duration', '3s');
    for (const name of ['routed', 'one', 'two', 'three', 'four'])
      await addressesIn(fabric.server.client, name);
  });

  afterEach(function () {
    if (this.currentTest?.state === 'failed') console.error(fairlead.lastWords());
  });

  it('announces by BGP as the others do', async () => {
    const wanted = addressesOf(fabric.nodes, 'ipv4');
    await waitFor('both nodes are next hops', () => usedNextHops(fabric.frr, `${ROUTED}/32`), wanted);
  });

  it('says which capability is missing, in its log and under /status', async () => {
    const line = await wait(
      'a word about it',
      () =>
        limited
          .log()
          .split('\n')
          .find((each) => each.includes('layer2Unavailable')) ?? null,
    );
    expect(line).to.contain('CAP_NET_RAW').and.to.contain('capabilities.add: [NET_RAW]');
    const script = `fetch('http://${STATUS}/status').then((answer) => answer.text()).then(console.log)`;
    const command = ['nsenter', `--net=/run/netns/${poor.namespace.name}`, process.execPath, '-e', script];
    const status = JSON.parse(await run(command)) as { layer2Refusal: string };
    expect(status.layer2Refusal).to.contain('CAP_NET_RAW');
  });

  it('is elected for no address: another node answers for each', async () => {
    const { mac = '' } = (await kernelInterfaces(rich.namespace)).find(({ name }) => name === 'eth0') ?? {};
    for (const address of ON_SEGMENT)
      await waitFor(`who answers for ${address}`, () => whoAnswers(fabric.neighbor, address), [mac]);
    const leases = await fabric.server.client.list({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' });
    const speakers = leases.map(({ metadata }) => metadata.name).filter((name) => name.includes('speaker'));
    expect(speakers).to.deep.equal([`fairlead-speaker-${rich.name}`]);
  });
});

const STATUS = '127.0.0.1:7473';
const OBJECTS = `
apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: { name: router, namespace: metallb-system }
spec: { myASN: ${NODE_AS}, peerASN: ${ROUTER_AS}, peerAddress: 10.1.0.1 }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: routed, namespace: metallb-system }
spec: { addresses: [${ROUTED}/32] }
---
apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
metadata: { name: routed, namespace: metallb-system }
spec: { ipAddressPools: [routed] }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: segment, namespace: metallb-system }
spec: { addresses: ['10.1.0.240-10.1.0.243'] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: segment, namespace: metallb-system }
spec: { ipAddressPools: [segment] }
`;
