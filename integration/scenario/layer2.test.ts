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
import type { Daemon, Fabric, FabricNode, KubernetesObject } from '../lab/index.ts';
import { requireAddon } from '../netsys/requireAddon.ts';
import { installFairlead } from './support/installation.ts';
import type { Installation } from './support/installation.ts';
import { addressesIn } from './support/service.ts';
import { FABRIC_TOOLS } from './support/tools.ts';
import { attemptsFromNow, unanswered } from './support/traffic.ts';
import { wait, waitFor } from './support/wait.ts';
import { whoAnswers } from './support/whoAnswers.ts';

const [VIP, VIP6, KEPT] = ['10.1.0.240', 'fd00:1::f0', '10.1.0.250'];

describe('a client of a Service that is announced on layer 2', () => {
  const lab = openLab();
  after(lab.close);
  let fabric: Fabric;
  let fairlead: Installation;
  let controller: Daemon;
  let speakers: Speaker[];

  before(async function () {
    await requireTools(this, ...FABRIC_TOOLS, 'tcpdump', 'arping', 'ndisc6');
    requireAddon(this);
    fabric = await buildFabric(lab, { nodes: 3, config: 'router bgp 64500\nbgp router-id 10.1.0.1\nexit' });
    fairlead = await installFairlead(lab, fabric.server);
    await fabric.server.client.apply(POOLS);
    await fabric.server.client.apply(services());
    speakers = await Promise.all(
      fabric.nodes.map(async (node) => {
        const link = (await kernelInterfaces(node.namespace)).find(({ name }) => name === 'eth0');
        return { node, mac: link?.mac ?? '', program: fairlead.startSpeaker(node, ...FLAGS) };
      }),
    );
    controller = fairlead.startController();
  });

  afterEach(function () {
    if (this.currentTest?.state === 'failed') console.error(fairlead.lastWords());
  });

  it('reaches it over IPv4 and IPv6, and has the MAC of one node for each', async () => {
    expect(await addressesIn(fabric.server.client, 'web')).to.deep.equal([VIP, VIP6]);
    expect(await addressesIn(fabric.server.client, 'kept')).to.deep.equal([KEPT]);
    await Promise.all(speakers.map((speaker) => hasJoined(speaker, null)));
    await isOwnedByOne(VIP, VIP6, KEPT);
    for (const [vip, url] of [
      [VIP, URL],
      [VIP6, URL6],
    ] as const) {
      await wait('every request is answered', async () => {
        const attempts = await ask(lab, { namespace: fabric.neighbor, url }, 20);
        return unanswered(attempts).length === 0 ? true : null;
      });
      expect(await neighborMac(fabric.neighbor, vip)).to.equal((await ownerOf(vip)).mac);
    }
  });

  it('hears not one frame about it from a speaker that restarts and owns neither address', async () => {
    const owners = await Promise.all([VIP, VIP6].map(ownerOf));
    const bystander = speakers.find((speaker) => !owners.includes(speaker)) ?? speakers[0];
    if (bystander === undefined) throw new Error('there are no speakers');
    const filter = `ether src ${bystander.mac} and (arp host ${VIP} or icmp6[icmp6type] == 136)`;
    const capture = await startCapture(lab, { namespace: fabric.neighbor, interface: 'eth0', filter });
    for (const ending of ['SIGTERM', 'SIGKILL'] as const) {
      await restart(bystander, ending);
      expect(await Promise.all([VIP, VIP6].map(ownerOf))).to.deep.equal(owners);
    }
    const frames = await capture.stop();
    expect(frames.filter((frame) => frame.includes(VIP) || frame.includes(VIP6))).to.deep.equal([]);
  });

  it('is answered by another node when the speaker of the owner is killed', async () => {
    const owner = await ownerOf(VIP);
    // What still arrives at the old owner is lost then, and not forwarded: a claim that nobody heard would show.
    await setSysctls(owner.node.namespace, { 'net.ipv4.ip_forward': 0 });
    const client = startClient(lab, { namespace: fabric.neighbor, url: URL, every: 50, patience: 3000 });
    await wait('the first answer', () => client.attempts().at(0) ?? null);
    await owner.program.kill();
    const next = await ownerOtherThan(owner, VIP);
    await waitFor('the MAC in the cache', () => neighborMac(fabric.neighbor, VIP), next.mac);
    expect(unanswered(await attemptsFromNow(client, 20))).to.deep.equal([]);
    await client.stop();
    await setSysctls(owner.node.namespace, { 'net.ipv4.ip_forward': 1 });
    await restart(owner, 'SIGKILL');
    await isOwnedByOne(VIP, VIP6);
  });

  it('is answered by another node when the owner falls silent, and by one alone when it is back', async () => {
    const owner = await ownerOf(VIP6);
    await owner.node.cable.cut();
    await owner.node.management.cut();
    const last = await leaseOf(owner);
    const next = await ownerOtherThan(owner, VIP6);
    await wait('every request is answered', async () => {
      const attempts = await ask(lab, { namespace: fabric.neighbor, url: URL6 }, 5);
      return unanswered(attempts).length === 0 ? true : null;
    });
    expect(await neighborMac(fabric.neighbor, VIP6)).to.equal(next.mac);
    await owner.node.management.mend();
    await owner.node.cable.mend();
    await hasJoined(owner, last);
    await isOwnedByOne(VIP, VIP6);
  });

  it('is answered by another node when the cable of the owner is pulled, and by one alone when it is back', async () => {
    const owner = await ownerOf(VIP);
    await owner.node.cable.unplug();
    const next = await ownerOtherThan(owner, VIP);
    await waitFor('the MAC in the cache', () => neighborMac(fabric.neighbor, VIP), next.mac);
    await owner.node.cable.plug();
    await isOwnedByOne(VIP, VIP6);
  });

  it('is answered by one node alone when the owner does not reach the API server', async () => {
    const owner = await ownerOf(VIP);
    await owner.node.management.cut();
    const last = await leaseOf(owner);
    await ownerOtherThan(owner, VIP);
    await isOwnedByOne(VIP, VIP6);
    await owner.node.management.mend();
    await hasJoined(owner, last);
    await isOwnedByOne(VIP, VIP6);
  });

  describe('while the speakers are restarted one after the other', () => {
    let keepers: (readonly [Speaker, Speaker, Speaker])[];
    let words: string;
    let lost: readonly unknown[];
    let handed: number;

    before(async () => {
      const clients = [URL, URL6].map((url) =>
        startClient(lab, { namespace: fabric.neighbor, url, every: 50, patience: 5000 }),
      );
      for (const client of clients) await wait('the first answer', () => client.attempts().at(0) ?? null);
      const capture = await startCapture(lab, {
        namespace: fabric.neighbor,
        interface: 'eth0',
        filter: `arp host ${VIP} and (${speakers.map(({ mac }) => onBehalfOfAnother(mac)).join(' or ')})`,
      });
      const old = speakers.map(({ program }) => ({ program, from: program.log().length }));
      keepers = [];
      for (const speaker of speakers) {
        const before = await ownerOf(KEPT);
        await restart(speaker, 'SIGTERM');
        keepers.push([speaker, before, await ownerOf(KEPT)]);
      }
      await isOwnedByOne(VIP, VIP6, KEPT);
      words = [...old, ...speakers.map(({ program }) => ({ program, from: 0 }))]
        .map(({ program, from }) => program.log().slice(from))
        .join('\n');
      lost = (await Promise.all(clients.map((client) => client.stop()))).flatMap(unanswered);
      handed = (await capture.stop()).length;
    });

    it('notices nothing: others take over before anything is given up', () => {
      expect(lost).to.deep.equal([]);
    });

    it('is told by the one that leaves who is next', () => {
      expect(handed).to.be.at.least(1);
    });

    it('sees an address stay where it went, where its advertisement says Never', () => {
      for (const [restarted, before, now] of keepers) {
        if (before === restarted) expect(now.node.name).to.not.equal(restarted.node.name);
        else expect(now.node.name).to.equal(before.node.name);
      }
    });

    it('leaves nothing in the log that looks like a conflict', () => {
      expect(words.split('\n').filter((line) => line.includes('conflict'))).to.deep.equal([]);
    });
  });

  it('is answered by one node alone when the speakers were there before everything else', async () => {
    await Promise.all([controller.stop(), ...speakers.map(({ program }) => program.kill())]);
    for (const object of services()) await fabric.server.client.delete(object);
    for (const kind of ['IPAddressPool', 'L2Advertisement']) {
      const metadata = { name: 'segment', namespace: 'metallb-system' };
      await fabric.server.client.delete({ apiVersion: 'metallb.io/v1beta1', kind, metadata });
    }
    const known = ({ log }: Daemon) =>
      wait('it works', () => (log().includes('the cluster is known') ? true : null));
    for (const speaker of speakers) speaker.program = fairlead.startSpeaker(speaker.node, ...FLAGS);
    await Promise.all(speakers.map(({ program }) => known(program)));
    controller = fairlead.startController();
    await known(controller);
    await fabric.server.client.apply(POOLS);
    await fabric.server.client.apply(services());
    expect(await addressesIn(fabric.server.client, 'web')).to.deep.equal([VIP, VIP6]);
    await isOwnedByOne(VIP, VIP6, KEPT);
  });

  const services = (): readonly KubernetesObject[] => {
    const common = { endpoints: fabric.nodes, targetPort: BACKEND_PORT };
    const pool = { 'metallb.io/address-pool': 'kept' };
    return [
      ...serviceObjects({ ...common, name: 'web', ipFamilies: ['IPv4', 'IPv6'] }),
      ...serviceObjects({ ...common, name: 'kept', annotations: pool }),
    ];
  };

  /** Ends a speaker, where it has not ended, and waits until another in its place takes part. */
  const restart = async (speaker: Speaker, ending: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    speaker.program.signal(ending);
    await wait('it ends', () => (speaker.program.running() ? null : true));
    const last = await leaseOf(speaker);
    speaker.program = fairlead.startSpeaker(speaker.node, ...FLAGS);
    await hasJoined(speaker, last);
  };

  const answering = async (vip: string): Promise<readonly Speaker[]> => {
    const macs = await whoAnswers(fabric.neighbor, vip);
    return speakers.filter(({ mac }) => macs.includes(mac));
  };

  const ownerOf = (vip: string): Promise<Speaker> =>
    wait(`one node answers for ${vip}`, async () => {
      const [owner, ...others] = await answering(vip);
      return others.length === 0 ? (owner ?? null) : null;
    });

  const ownerOtherThan = (speaker: Speaker, vip: string): Promise<Speaker> =>
    wait(`another node answers for ${vip}`, async () => {
      const owners = await answering(vip);
      return owners.find((owner) => owner !== speaker) ?? null;
    });

  /** The same node alone answers twice in a row: a question may meet a handover. */
  const isOwnedByOne = async (...vips: readonly string[]): Promise<void> => {
    const isOwned = (vip: string): Promise<true> =>
      wait(`one node alone keeps answering for ${vip}`, async () => {
        const owner = await ownerOf(vip);
        const owners = await answering(vip);
        return owners.length === 1 && owners[0] === owner ? true : null;
      });
    await Promise.all(vips.map(isOwned));
  };

  /** When its Lease was renewed, and by whom it is held. */
  const leaseOf = async ({ node }: Speaker): Promise<LeaseSpec> => {
    const metadata = { name: `fairlead-speaker-${node.name}`, namespace: 'fairlead-system' };
    const reference = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata };
    return (await fabric.server.client.get<KubernetesObject & { spec: LeaseSpec }>(reference))?.spec ?? {};
  };

  /** Waits until a speaker takes part: it has renewed its Lease, and holds it. */
  const hasJoined = (speaker: Speaker, last: LeaseSpec | null): Promise<true> =>
    wait(`${speaker.node.name} takes part`, async () => {
      const { holderIdentity, renewTime } = await leaseOf(speaker);
      return holderIdentity === speaker.node.name && renewTime !== last?.renewTime ? true : null;
    });
});

interface Speaker {
  readonly node: FabricNode;
  readonly mac: string;
  program: Daemon;
}

interface LeaseSpec {
  readonly holderIdentity?: string;
  readonly renewTime?: string;
}

/** ARP in which a host names another one as the sender. */
function onBehalfOfAnother(mac: string): string {
  const digits = mac.replaceAll(':', '');
  const [first, last] = [digits.slice(0, 8), digits.slice(8)];
  return `(ether src ${mac} and not (arp[8:4] == 0x${first} and arp[12:2] == 0x${last}))`;
}

const [URL, URL6] = [`http://${VIP}/`, `http://[${VIP6}]/`];
const FLAGS = ['--lease-duration', '3s', '--drain', '0s'];

const POOLS = `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: segment, namespace: metallb-system }
spec: { addresses: ['${VIP}-10.1.0.249', '${VIP6}-fd00:1::ff'] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: segment, namespace: metallb-system }
spec: { ipAddressPools: [segment] }
---
apiVersion: fairlead.dev/v1alpha1
kind: AddressPool
metadata: { name: kept }
spec: { addresses: ['${KEPT}'], autoAssign: false }
---
apiVersion: fairlead.dev/v1alpha1
kind: Advertisement
metadata: { name: kept }
spec: { pools: [kept], layer2: { failback: Never } }
`;
