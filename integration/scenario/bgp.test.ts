import { expect } from 'chai';
import {
  ask,
  BACKEND_PORT,
  buildFabric,
  countBackends,
  openLab,
  requireTools,
  serviceObjects,
  startFrr,
} from '../lab/index.ts';
import type { Fabric, Frr } from '../lab/index.ts';
import { installFairlead } from './support/installation.ts';
import type { Installation } from './support/installation.ts';
import { addressesOf, kernelGateways, NODE_AS, ROUTER_AS, routerConfig } from './support/router.ts';
import { addressesIn } from './support/service.ts';
import { FABRIC_TOOLS } from './support/tools.ts';
import { wait } from './support/wait.ts';

describe('from kubectl apply to a packet that arrives, by BGP', () => {
  const lab = openLab();
  after(lab.close);
  let fabric: Fabric;
  let reflector: Frr;
  let fairlead: Installation;

  before(async function () {
    await requireTools(this, ...FABRIC_TOOLS);
    fabric = await buildFabric(lab, { nodes: 2, config: routerConfig(2) });
    reflector = await startFrr(lab, { namespace: fabric.neighbor, config: REFLECTOR, beside: [] });
    fairlead = await installFairlead(lab, fabric.server);
    fairlead.startController();
    for (const node of fabric.nodes) fairlead.startSpeaker(node);
    await fabric.server.client.apply(MANIFESTS);
    await fabric.server.client.apply(
      serviceObjects({
        name: 'web',
        externalTrafficPolicy: 'Local',
        endpoints: fabric.nodes,
        targetPort: BACKEND_PORT,
      }),
    );
  });

  afterEach(function () {
    if (this.currentTest?.state === 'failed') console.error(fairlead.lastWords());
  });

  it('writes an address of the pool into the status', async () => {
    expect(await addressesIn(fabric.server.client, 'web')).to.deep.equal(['203.0.113.0']);
  });

  it('gives the router the /32 with a next hop for each node, and the communities', async () => {
    const paths = await wait('two paths', async () => {
      const paths = await fabric.frr.pathsOf('203.0.113.0/32');
      return paths.length === 2 ? paths : null;
    });
    expect(paths.flatMap(({ nextHops }) => nextHops).sort()).to.deep.equal(addressesOf(fabric.nodes, 'ipv4'));
    for (const path of paths) {
      expect(path).to.deep.include({
        asPath: String(NODE_AS),
        origin: 'IGP',
        communities: ['64512:100', 'noExport'],
        largeCommunities: ['64512:1:2'],
        used: true,
      });
    }
  });

  it('gives a router of the same AS the LOCAL_PREF', async () => {
    const paths = await wait('two paths', async () => {
      const paths = await reflector.pathsOf('203.0.113.0/32');
      return paths.length === 2 ? paths : null;
    });
    expect(paths.map(({ localPref, asPath }) => ({ localPref, asPath }))).to.deep.equal([
      { localPref: 250, asPath: '' },
      { localPref: 250, asPath: '' },
    ]);
  });

  it('makes a route of equal cost in the kernel of the router', async () => {
    const wanted = addressesOf(fabric.nodes, 'ipv4');
    const gateways = await wait('a route over both nodes', async () => {
      const gateways = await kernelGateways(fabric, '203.0.113.0');
      return gateways.length === 2 ? gateways : null;
    });
    expect(gateways).to.deep.equal(wanted);
  });

  it('brings requests of the client to both nodes', async () => {
    const url = 'http://203.0.113.0/';
    const answers = await wait('every request is answered', async () => {
      const attempts = await ask(lab, { namespace: fabric.client, url }, 40);
      return attempts.every(({ error }) => error === null) ? countBackends(attempts) : null;
    });
    expect([...answers.keys()].sort()).to.deep.equal(['node-1', 'node-2']);
  });
});

const REFLECTOR = `
router bgp ${NODE_AS}
bgp router-id 10.1.0.200
neighbor 10.1.0.11 remote-as ${NODE_AS}
neighbor 10.1.0.12 remote-as ${NODE_AS}
exit
`;

const MANIFESTS = `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: public, namespace: metallb-system }
spec: { addresses: [203.0.113.0/28] }
---
apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: { name: router, namespace: metallb-system }
spec: { myASN: ${NODE_AS}, peerASN: ${ROUTER_AS}, peerAddress: 10.1.0.1, holdTime: 9s, keepaliveTime: 3s }
---
apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: { name: reflector, namespace: metallb-system }
spec: { myASN: ${NODE_AS}, peerASN: ${NODE_AS}, peerAddress: 10.1.0.200 }
---
apiVersion: metallb.io/v1beta1
kind: Community
metadata: { name: names, namespace: metallb-system }
spec:
  communities: [{ name: from-kubernetes, value: '64512:100' }]
---
apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
metadata: { name: public, namespace: metallb-system }
spec:
  ipAddressPools: [public]
  localPref: 250
  communities: [from-kubernetes, '65535:65281', 'large:64512:1:2']
`;
