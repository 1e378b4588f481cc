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
import type { Daemon, Fabric, Frr, FrrPath, KubernetesObject, ServiceOptions } from '../lab/index.ts';
import { installFairlead } from './support/installation.ts';
import type { Installation } from './support/installation.ts';
import { BROKEN, EDGE_POOL, PEERS, PUBLIC_POOL } from './support/manifests.ts';
import { addressesOf, kernelGateways, NODE_AS, reflectorConfig, routerConfig } from './support/router.ts';
import { addressesIn } from './support/service.ts';
import { FABRIC_TOOLS } from './support/tools.ts';
import { wait, waitFor } from './support/wait.ts';

describe('from kubectl apply to a packet that arrives, by BGP', () => {
  const lab = openLab();
  after(lab.close);
  let fabric: Fabric;
  let reflector: Frr;
  let fairlead: Installation;
  let controller: Daemon;

  const applyService = async (options: Omit<ServiceOptions, 'endpoints' | 'targetPort'>): Promise<void> => {
    await fabric.server.client.apply(
      serviceObjects({ endpoints: fabric.nodes, targetPort: BACKEND_PORT, ...options }),
    );
  };

  const pathsFromBothNodes = (frr: Frr, prefix: string): Promise<readonly FrrPath[]> =>
    wait(`two paths to ${prefix}`, async () => {
      const paths = await frr.pathsOf(prefix);
      // FRR chooses some time after it has both; the reflector takes one only.
      const isChosen = frr !== fabric.frr || paths.every(({ used }) => used);
      return paths.length === 2 && isChosen ? paths : null;
    });

  before(async function () {
    await requireTools(this, ...FABRIC_TOOLS);
    fabric = await buildFabric(lab, { nodes: 2, config: routerConfig(2) });
    reflector = await startFrr(lab, { namespace: fabric.neighbor, config: reflectorConfig(2), beside: [] });
    fairlead = await installFairlead(lab, fabric.server);
    controller = fairlead.startController();
    for (const node of fabric.nodes) fairlead.startSpeaker(node);
    await fabric.server.client.apply([PUBLIC_POOL, EDGE_POOL, PEERS].join('---'));
    await applyService({ name: 'web', externalTrafficPolicy: 'Local' });
  });

  afterEach(function () {
    if (this.currentTest?.state === 'failed') console.error(fairlead.lastWords());
  });

  it('writes an address of the pool into the status', async () => {
    expect(await addressesIn(fabric.server.client, 'web')).to.deep.equal(['203.0.113.0']);
  });

  it('gives the router the /32 with a next hop for each node, and the communities', async () => {
    const paths = await pathsFromBothNodes(fabric.frr, '203.0.113.0/32');
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
    const paths = await pathsFromBothNodes(reflector, '203.0.113.0/32');
    expect(paths.map(({ localPref, asPath }) => ({ localPref, asPath }))).to.deep.equal([
      { localPref: 250, asPath: '' },
      { localPref: 250, asPath: '' },
    ]);
  });

  it('makes a route of equal cost in the kernel of the router', async () => {
    const wanted = addressesOf(fabric.nodes, 'ipv4');
    await waitFor('the gateways', () => kernelGateways(fabric, '203.0.113.0'), wanted);
  });

  it('brings requests of the client to both nodes', async () => {
    await reachesBothNodes('http://203.0.113.0/');
  });

  it('does all of it for both families of a dual-stack Service', async () => {
    await applyService({
      name: 'dual',
      ipFamilies: ['IPv4', 'IPv6'],
      externalTrafficPolicy: 'Local',
    });
    expect(await addressesIn(fabric.server.client, 'dual')).to.deep.equal(['203.0.113.1', '2001:db8:1::']);
    const paths = await pathsFromBothNodes(fabric.frr, '2001:db8:1::/128');
    expect(paths.map(({ communities }) => communities)).to.deep.equal([
      ['64512:100', 'noExport'],
      ['64512:100', 'noExport'],
    ]);
    await waitFor('the gateways', async () => (await kernelGateways(fabric, '2001:db8:1::')).length, 2);
    await reachesBothNodes('http://[2001:db8:1::]/');
    await reachesBothNodes('http://203.0.113.1/');
  });

  it('announces the aggregate where a length asks for one, and nothing longer', async () => {
    await applyService({ name: 'edge', annotations: { 'metallb.io/address-pool': 'edge' } });
    await addressesIn(fabric.server.client, 'edge');
    await pathsFromBothNodes(fabric.frr, '198.51.100.0/24');
    const prefixes = [...(await fabric.frr.paths('ipv4')).keys()];
    expect(prefixes.filter((prefix) => prefix.startsWith('198.51.100.'))).to.deep.equal(['198.51.100.0/24']);
  });

  it('changes the route and not the session when communities change', async () => {
    const before = await sessions();
    await fabric.server.client.patch(
      {
        apiVersion: 'metallb.io/v1beta1',
        kind: 'Community',
        metadata: { name: 'names', namespace: METALLB },
      },
      { spec: { communities: [{ name: 'from-kubernetes', value: '64512:200' }] } },
    );
    for (const prefix of ['203.0.113.0/32', '203.0.113.1/32', '2001:db8:1::/128']) {
      const communities = async () => (await fabric.frr.pathsOf(prefix)).map((path) => path.communities[0]);
      await waitFor(`the community of ${prefix}`, communities, ['64512:200', '64512:200']);
    }
    const told = before.map((session) => ({ ...session, updatesReceived: session.updatesReceived + 1 }));
    expect(await sessions()).to.deep.equal(told);
  });

  for (const { what, manifest, name, says } of BROKEN) {
    it(`tells of ${what} in an Event and a log line`, async () => {
      await fabric.server.client.apply(manifest);
      const message = await wait(`an Event about ${name}`, async () => {
        const events = await fabric.server.client.list<EventObject>({ apiVersion: 'v1', kind: 'Event' });
        const event = events.find(({ involvedObject }) => involvedObject.name === name);
        return event?.type === 'Warning' ? event.message : null;
      });
      expect(message).to.include(says);
      const line = controller
        .log()
        .split('\n')
        .find((line) => line.includes(`metallb-system/${name}"`));
      expect(line)
        .to.include(says)
        .and.match(/"level":"(?:error|warn)"/);
    });
  }

  it('tells of a peer behind an interface that nodes lack in an Event of their speakers', async () => {
    await fabric.server.client.apply(`
apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: { name: nowhere, namespace: ${METALLB} }
spec: { myASN: 64512, dynamicASN: external, interface: nowhere0 }
`);
    const told = async (): Promise<readonly string[]> => {
      const events = await fabric.server.client.list<EventObject>({ apiVersion: 'v1', kind: 'Event' });
      const about = events.filter(({ involvedObject: { name } }) => name === 'nowhere');
      return about.map(({ type, message }) => `${type}: ${message}`).sort();
    };
    await waitFor(
      'the Events',
      told,
      ['node-1', 'node-2'].map(
        (node) =>
          `Warning: node ${node} has no session with peer nowhere: there is no interface nowhere0 on this node`,
      ),
    );
  });

  it('goes on with everything else meanwhile', async () => {
    await applyService({ name: 'later' });
    expect(await addressesIn(fabric.server.client, 'later')).to.deep.equal(['203.0.113.2']);
    await pathsFromBothNodes(fabric.frr, '203.0.113.2/32');
    await pathsFromBothNodes(fabric.frr, '203.0.113.0/32');
  });

  it('takes everything back when the Service is deleted, and nothing else', async () => {
    const before = await fabric.frr.paths('ipv4');
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } };
    await fabric.server.client.delete(service);
    await waitFor('the gateways', () => kernelGateways(fabric, '203.0.113.0'), []);
    for (const router of [fabric.frr, reflector])
      await waitFor('the number of paths', async () => (await router.pathsOf('203.0.113.0/32')).length, 0);
    const left = [...before.keys()].filter((prefix) => prefix !== '203.0.113.0/32');
    expect([...(await fabric.frr.paths('ipv4')).keys()]).to.deep.equal(left);
  });

  const reachesBothNodes = async (url: string): Promise<void> => {
    const answers = await wait('every request is answered', async () => {
      const attempts = await ask(lab, { namespace: fabric.client, url }, 40);
      return attempts.every(({ error }) => error === null) ? countBackends(attempts) : null;
    });
    expect([...answers.keys()].sort()).to.deep.equal(['node-1', 'node-2']);
  };

  const sessions = async () => {
    const neighbors = await fabric.frr.neighbors();
    return neighbors.map(({ address, sessionsEstablished, sessionsDropped, updatesReceived }) => ({
      address,
      sessionsEstablished,
      sessionsDropped,
      updatesReceived,
    }));
  };
});

interface EventObject extends KubernetesObject {
  readonly type: string;
  readonly message: string;
  readonly involvedObject: { readonly name: string };
}

const METALLB = 'metallb-system';
