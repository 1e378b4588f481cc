import { expect } from 'chai';
import {
  BACKEND_PORT,
  buildFabric,
  countBackends,
  openLab,
  requireTools,
  serviceObjects,
  startClient,
  startFrr,
} from '../lab/index.ts';
import type { Client, Daemon, Fabric, FabricNode, Frr } from '../lab/index.ts';
import { installFairlead } from './support/installation.ts';
import type { Installation } from './support/installation.ts';
import { PEERS, PUBLIC_POOL } from './support/manifests.ts';
import { kernelGateways, reflectorConfig, routerConfig } from './support/router.ts';
import { addressesIn, readService } from './support/service.ts';
import { FABRIC_TOOLS } from './support/tools.ts';
import { attemptsFromNow, unanswered } from './support/traffic.ts';
import { wait, waitFor } from './support/wait.ts';

const VIP = '203.0.113.0';

describe('a client of a Service that is announced by BGP', () => {
  const lab = openLab();
  after(lab.close);
  let fabric: Fabric;
  let reflector: Frr;
  let fairlead: Installation;
  let controllers: Daemon[];
  let first: Speaker;
  let second: Speaker;
  let client: Client;

  const start = (node: FabricNode | undefined): Speaker => {
    if (node === undefined) throw new RangeError('no such node');
    return { node, program: fairlead.startSpeaker(node, '--drain', '8s') };
  };

  const gatewaysAre = (...speakers: readonly Speaker[]): Promise<void> =>
    waitFor(
      'the gateways in the kernel of the router',
      () => kernelGateways(fabric, VIP),
      speakers.map(({ node }) => node.ipv4).sort(),
    );

  before(async function () {
    await requireTools(this, ...FABRIC_TOOLS);
    fabric = await buildFabric(lab, { nodes: 2, config: routerConfig(2) });
    reflector = await startFrr(lab, { namespace: fabric.neighbor, config: reflectorConfig(2), beside: [] });
    fairlead = await installFairlead(lab, fabric.server);
    controllers = [fairlead.startController()];
    first = start(fabric.nodes[0]);
    second = start(fabric.nodes[1]);
    await fabric.server.client.apply([PUBLIC_POOL, PEERS].join('---'));
    await fabric.server.client.apply(webService('web'));
  });

  afterEach(function () {
    if (this.currentTest?.state === 'failed') console.error(fairlead.lastWords());
  });

  const webService = (name: string) =>
    serviceObjects({
      name,
      externalTrafficPolicy: 'Local',
      endpoints: fabric.nodes,
      targetPort: BACKEND_PORT,
    });

  const pathsFrom = async (): Promise<readonly string[]> =>
    (await fabric.frr.pathsOf(`${VIP}/32`)).map((path) => path.from);

  /** For as long as `--drain` says, which is long enough to be seen on a slow machine. */
  const isLowered = async ({ node: { ipv4 } }: Speaker): Promise<void> => {
    await wait(`${ipv4} is lowered`, async () => {
      const [outside, inside] = await Promise.all(
        [fabric.frr, reflector].map(async (router) =>
          (await router.pathsOf(`${VIP}/32`)).find((path) => path.from === ipv4),
        ),
      );
      const isAvoided = outside?.communities.includes('gracefulShutdown') === true && !outside.used;
      return isAvoided && inside?.localPref === 0 ? true : null;
    });
  };

  it('is answered by both nodes', async () => {
    await addressesIn(fabric.server.client, 'web');
    await gatewaysAre(first, second);
    client = startClient(lab, {
      namespace: fabric.client,
      url: `http://${VIP}/`,
      every: 50,
      patience: 5000,
    });
    await wait('both answer', async () => {
      const attempts = await attemptsFromNow(client, 20);
      return unanswered(attempts).length === 0 && countBackends(attempts).size === 2 ? true : null;
    });
  });

  it('is answered when a speaker is killed, and its next hop goes', async () => {
    await first.program.kill();
    await gatewaysAre(second);
    const attempts = await attemptsFromNow(client, 20);
    expect(unanswered(attempts)).to.deep.equal([]);
    expect([...countBackends(attempts).keys()]).to.deep.equal([second.node.name]);
  });

  it('is answered by both again when the speaker is back', async () => {
    first = start(first.node);
    await gatewaysAre(first, second);
    expect(unanswered(await attemptsFromNow(client, 20))).to.deep.equal([]);
  });

  it('is answered again within the hold time when a node falls silent', async () => {
    await first.node.cable.cut();
    await gatewaysAre(second);
    const neighbor = (await fabric.frr.neighbors()).find(({ address }) => address === first.node.ipv4);
    expect(neighbor?.lastReset).to.match(/notification/i);
    expect(neighbor?.raw['lastNotificationReason']).to.include('Hold Timer Expired');
    const attempts = await attemptsFromNow(client, 20);
    expect(unanswered(attempts)).to.deep.equal([]);
    await first.node.cable.mend();
    await gatewaysAre(first, second);
  });

  it('notices nothing of a rolling restart: routes are lowered, then taken back', async () => {
    const from = Date.now();
    for (const speaker of [first, second]) {
      speaker.program.signal('SIGTERM');
      await isLowered(speaker);
      await waitFor('the paths', pathsFrom, [speaker === first ? second.node.ipv4 : first.node.ipv4]);
      await wait('it ends', () => (speaker.program.running() ? null : true));
      const again = start(speaker.node);
      if (speaker === first) first = again;
      else second = again;
      await gatewaysAre(first, second);
    }
    await attemptsFromNow(client, 5);
    const during = client.attempts().filter(({ at }) => at >= from);
    expect(unanswered(during)).to.deep.equal([]);
  });

  it('notices nothing of a node that is drained: its routes are lowered, then taken back, and the session stays', async () => {
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: second.node.name } };
    const from = Date.now();
    const before = await sessions();
    await fabric.server.client.patch(node, {
      spec: { taints: [{ key: 'fairlead.dev/drain', effect: 'NoSchedule' }] },
    });
    await isLowered(second);
    await gatewaysAre(first);
    await waitFor('the paths', pathsFrom, [first.node.ipv4]);
    expect(await sessions()).to.deep.equal(before);
    await fabric.server.client.patch(node, { spec: { taints: null } });
    await gatewaysAre(first, second);
    await attemptsFromNow(client, 5);
    expect(unanswered(client.attempts().filter(({ at }) => at >= from))).to.deep.equal([]);
  });

  it('notices nothing of an API server that is away, and what was asked for meanwhile comes later', async () => {
    const before = await sessions();
    await fabric.server.stop();
    for (const { program } of [first, second])
      await wait('it is noticed', () => (program.log().includes('cannot follow') ? true : null));
    expect(unanswered(await attemptsFromNow(client, 20))).to.deep.equal([]);
    await fabric.server.start();
    await fabric.server.client.apply(webService('later'));
    expect(await addressesIn(fabric.server.client, 'later')).to.deep.equal(['203.0.113.1']);
    await waitFor('the gateways', async () => (await kernelGateways(fabric, '203.0.113.1')).length, 2);
    expect(await sessions()).to.deep.equal(before);
  });

  it('notices nothing of a controller that dies or hands over: not a Service is written to', async () => {
    const versions = async () =>
      await Promise.all(
        ['web', 'later'].map(async (name) => {
          const service = await readService(fabric.server.client, name);
          return [service?.metadata.resourceVersion, service?.status?.loadBalancer?.ingress];
        }),
      );
    const before = await versions();
    for (const ending of ['SIGTERM', 'SIGKILL'] as const) {
      const [old] = controllers.splice(0);
      const next = fairlead.startController();
      controllers.push(next);
      await wait('it is connected', () => (next.log().includes('connected') ? true : null));
      old?.signal(ending);
      await wait('it leads', () => (next.log().includes('the cluster is known') ? true : null));
      await fabric.server.client.apply(webService(`after-${ending.toLowerCase()}`));
      await addressesIn(fabric.server.client, `after-${ending.toLowerCase()}`);
      expect(await versions()).to.deep.equal(before);
    }
    expect(unanswered(await attemptsFromNow(client, 5))).to.deep.equal([]);
  });

  const sessions = async () =>
    (await fabric.frr.neighbors()).map(({ address, sessionsEstablished, sessionsDropped }) => ({
      address,
      sessionsEstablished,
      sessionsDropped,
    }));
});

interface Speaker {
  readonly node: FabricNode;
  readonly program: Daemon;
}
