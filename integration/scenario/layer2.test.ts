import { expect } from 'chai';
import {
  ask,
  BACKEND_PORT,
  buildFabric,
  kernelInterfaces,
  neighborMac,
  openLab,
  requireTools,
  serviceObjects,
  setSysctls,
  startCapture,
  startClient,
} from '../lab/index.ts';
import type { Daemon, Fabric, FabricNode } from '../lab/index.ts';
import { ask as askTool } from '../l2/support/judge.ts';
import { requireAddon } from '../netsys/requireAddon.ts';
import { installFairlead } from './support/installation.ts';
import type { Installation } from './support/installation.ts';
import { addressesIn } from './support/service.ts';
import { FABRIC_TOOLS } from './support/tools.ts';
import { attemptsFromNow, unanswered } from './support/traffic.ts';
import { wait, waitFor } from './support/wait.ts';

const VIP = '10.1.0.240';

type Step = 'pool' | 'service' | 'controller' | 'speakers';

const ORDERS: readonly (readonly Step[])[] = [
  ['speakers', 'controller', 'pool', 'service'],
  ['service', 'pool', 'controller', 'speakers'],
];

describe('a client of a Service that is announced on layer 2', () => {
  const lab = openLab();
  after(lab.close);
  let fabric: Fabric;
  let fairlead: Installation;
  let controller: Daemon;
  let speakers: Speaker[];

  before(async function () {
    await requireTools(this, ...FABRIC_TOOLS, 'tcpdump', 'arping');
    requireAddon(this);
    fabric = await buildFabric(lab, { nodes: 3, config: 'router bgp 64500\nbgp router-id 10.1.0.1\nexit' });
    fairlead = await installFairlead(lab, fabric.server);
    await fabric.server.client.apply(POOL);
    await fabric.server.client.apply(web());
    speakers = await Promise.all(fabric.nodes.map(start));
    controller = fairlead.startController();
  });

  afterEach(function () {
    if (this.currentTest?.state === 'failed') console.error(fairlead.lastWords());
  });

  it('reaches it, and has the MAC of one node for it', async () => {
    expect(await addressesIn(fabric.server.client, 'web')).to.deep.equal([VIP]);
    await Promise.all(speakers.map(renewed));
    await isOwnedByOne();
    await wait('every request is answered', async () => {
      const attempts = await ask(lab, { namespace: fabric.neighbor, url: URL }, 20);
      return unanswered(attempts).length === 0 ? true : null;
    });
    const owner = await ownerNow();
    expect(await neighborMac(fabric.neighbor, VIP)).to.equal(owner.mac);
  });

  it('hears not one frame about it from a speaker that restarts and does not own it', async () => {
    const owner = await ownerNow();
    const bystander = speakers.find((speaker) => speaker !== owner) ?? owner;
    const filter = `arp and host ${VIP} and ether src ${bystander.mac}`;
    const capture = await startCapture(lab, { namespace: fabric.neighbor, interface: 'eth0', filter });
    for (const ending of ['SIGTERM', 'SIGKILL'] as const) {
      bystander.program.signal(ending);
      await wait('it ends', () => (bystander.program.running() ? null : true));
      bystander.program = fairlead.startSpeaker(bystander.node, ...FLAGS);
      await wait('it is back', () =>
        bystander.program.log().includes('the cluster is known') ? true : null,
      );
      await renewed(bystander);
      expect((await ownerNow()).node.name).to.equal(owner.node.name);
    }
    expect(await capture.stop()).to.deep.equal([]);
  });

  for (const forwarding of [1, 0]) {
    it(`is answered by another node when the speaker of the owner is killed, with ip_forward=${forwarding} there`, async () => {
      const owner = await ownerNow();
      await setSysctls(owner.node.namespace, { 'net.ipv4.ip_forward': forwarding });
      const client = startClient(lab, { namespace: fabric.neighbor, url: URL, every: 50, patience: 3000 });
      await wait('the first answer', () => client.attempts().at(0) ?? null);
      await owner.program.kill();
      const next = await ownerOtherThan(owner);
      await waitFor('the MAC in the cache', () => neighborMac(fabric.neighbor, VIP), next.mac);
      expect(unanswered(await attemptsFromNow(client, 20))).to.deep.equal([]);
      await client.stop();
      await setSysctls(owner.node.namespace, { 'net.ipv4.ip_forward': 1 });
      owner.program = fairlead.startSpeaker(owner.node, ...FLAGS);
      await renewed(owner);
      await isOwnedByOne();
    });
  }

  it('is answered by another node when the owner falls silent, and by one alone when it is back', async () => {
    const owner = await ownerNow();
    await owner.node.cable.cut();
    await owner.node.management.cut();
    const next = await ownerOtherThan(owner);
    await waitFor('the MAC in the cache', () => neighborMac(fabric.neighbor, VIP), next.mac);
    await owner.node.management.mend();
    await owner.node.cable.mend();
    await renewed(owner);
    await isOwnedByOne();
  });

  it('is answered by one node alone when the owner does not reach the API server', async () => {
    const owner = await ownerNow();
    await owner.node.management.cut();
    await ownerOtherThan(owner);
    await isOwnedByOne();
    await owner.node.management.mend();
    await renewed(owner);
    await isOwnedByOne();
  });

  it('notices nothing of a rolling restart: others take over before anything is given up', async () => {
    const client = startClient(lab, { namespace: fabric.neighbor, url: URL, every: 50, patience: 5000 });
    await wait('the first answer', () => client.attempts().at(0) ?? null);
    for (const speaker of speakers) {
      speaker.program.signal('SIGTERM');
      await wait('it ends', () => (speaker.program.running() ? null : true));
      speaker.program = fairlead.startSpeaker(speaker.node, ...FLAGS);
      await renewed(speaker);
    }
    await isOwnedByOne();
    expect(unanswered(await client.stop())).to.deep.equal([]);
  });

  for (const order of ORDERS) {
    it(`is answered by one node alone when things start in this order: ${order.join(', ')}`, async () => {
      await Promise.all(
        [controller, ...speakers.map(({ program }) => program)].map((program) => program.kill()),
      );
      for (const object of web()) await fabric.server.client.delete(object);
      for (const metadata of [{ name: 'segment', namespace: 'metallb-system' }])
        for (const kind of ['IPAddressPool', 'L2Advertisement'])
          await fabric.server.client.delete({ apiVersion: 'metallb.io/v1beta1', kind, metadata });
      const steps: Readonly<Record<Step, () => Promise<unknown>>> = {
        pool: () => fabric.server.client.apply(POOL),
        service: () => fabric.server.client.apply(web()),
        controller: async () => {
          controller = fairlead.startController();
          await wait('it works', () => (controller.log().includes('the cluster is known') ? true : null));
        },
        speakers: async () => {
          for (const speaker of speakers) speaker.program = fairlead.startSpeaker(speaker.node, ...FLAGS);
          await Promise.all(
            speakers.map(({ program }) =>
              wait('it works', () => (program.log().includes('the cluster is known') ? true : null)),
            ),
          );
        },
      };
      for (const step of order) await steps[step]();
      await addressesIn(fabric.server.client, 'web');
      await Promise.all(speakers.map(renewed));
      await isOwnedByOne();
    });
  }

  const start = async (node: FabricNode): Promise<Speaker> => {
    const link = (await kernelInterfaces(node.namespace)).find(({ name }) => name === 'eth0');
    return { node, mac: link?.mac ?? '', program: fairlead.startSpeaker(node, ...FLAGS) };
  };

  const web = () => serviceObjects({ name: 'web', endpoints: fabric.nodes, targetPort: BACKEND_PORT });

  /** Whoever answers a question for the address, asked twice. */
  const answering = async (): Promise<readonly Speaker[]> => {
    const said = await askTool(fabric.neighbor, 'arping', '-b', '-c', '2', '-I', 'eth0', VIP);
    const macs = new Set((said.toLowerCase().match(/\[[0-9a-f:]+\]/g) ?? []).map((mac) => mac.slice(1, -1)));
    return speakers.filter(({ mac }) => macs.has(mac));
  };

  const ownerNow = (): Promise<Speaker> =>
    wait('one node answers', async () => {
      const [owner, ...others] = await answering();
      return others.length === 0 ? (owner ?? null) : null;
    });

  const ownerOtherThan = (speaker: Speaker): Promise<Speaker> =>
    wait('another node answers', async () => {
      const owners = await answering();
      return owners.find((owner) => owner !== speaker) ?? null;
    });

  /** The same node alone answers twice in a row: a question may meet a handover. */
  const isOwnedByOne = (): Promise<true> =>
    wait('one node alone keeps answering', async () => {
      const owner = await ownerNow();
      const owners = await answering();
      return owners.length === 1 && owners[0] === owner ? true : null;
    });

  /** Waits until a speaker has renewed its Lease twice from now, so that it takes part. */
  const renewed = async ({ node }: Speaker): Promise<void> => {
    const lease = { name: `fairlead-speaker-${node.name}`, namespace: 'fairlead-system' };
    const reference = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: lease };
    const times = new Set<unknown>();
    await wait(`the Lease of ${node.name} is renewed`, async () => {
      times.add((await fabric.server.client.get(reference))?.metadata.resourceVersion);
      return times.size > 3 ? true : null;
    });
  };
});

interface Speaker {
  readonly node: FabricNode;
  readonly mac: string;
  program: Daemon;
}

const URL = `http://${VIP}/`;
const FLAGS = ['--lease-duration', '3s'];

const POOL = `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: segment, namespace: metallb-system }
spec: { addresses: [${VIP}-10.1.0.250] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: segment, namespace: metallb-system }
spec: { ipAddressPools: [segment] }
`;
