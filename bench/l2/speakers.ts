import {
  buildFabric,
  ip,
  kernelInterfaces,
  serviceObjects,
  setSysctls,
} from '../../integration/lab/index.ts';
import type { Daemon, FabricNode, Lab, Namespace } from '../../integration/lab/index.ts';
import { installFairlead } from '../../integration/scenario/support/installation.ts';
import { addressesIn } from '../../integration/scenario/support/service.ts';
import { wait } from '../../integration/scenario/support/wait.ts';
import { whoAnswers } from '../../integration/scenario/support/whoAnswers.ts';

/** Two speakers in a cluster: who has the address, and who has it next. */
export interface Speakers {
  readonly client: Namespace;
  /** Waits until one has it and the other takes part. */
  readonly owner: () => Promise<Owner>;
}

export interface Owner {
  readonly successorMac: string;
  /** Its process by SIGKILL, so that it says nothing of its link, which goes next. */
  readonly die: () => Promise<void>;
  /** SIGTERM. */
  readonly leave: () => void;
  /** Starts it again after it left. */
  readonly comeBack: () => void;
}

/** Whole programs with a real API server, on nodes that answer for the address themselves. */
export async function startSpeakers(lab: Lab, address: string, lease: number): Promise<Speakers> {
  const config = 'router bgp 64500\nbgp router-id 10.1.0.1\nexit';
  const { server, nodes, neighbor } = await buildFabric(lab, { nodes: 2, config, traffic: false });
  const fairlead = await installFairlead(lab, server);
  await server.client.apply(objectsFor(address));
  await server.client.apply(serviceObjects({ name: 'web', endpoints: nodes, targetPort: 80 }));
  fairlead.startController();
  const start = (node: FabricNode): Daemon =>
    fairlead.startSpeaker(node, '--lease-duration', `${lease}ms`, '--drain', '0s');
  const speakers: Speaker[] = [];
  for (const node of nodes) {
    await setSysctls(node.namespace, { 'net.ipv4.conf.all.arp_ignore': 1 });
    await ip(node.namespace, ['address', 'add', address, 'dev', 'lo']);
    const { mac = '' } = (await kernelInterfaces(node.namespace)).find(({ name }) => name === 'eth0') ?? {};
    speakers.push({ node, mac, program: start(node) });
  }
  await addressesIn(server.client, 'web');
  const isHeld = async ({ node: { name } }: Speaker): Promise<boolean> => {
    const metadata = { name: `fairlead-speaker-${name}`, namespace: 'fairlead-system' };
    const found = await server.client.get({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata });
    return (found as { spec?: { holderIdentity?: string } } | null)?.spec?.holderIdentity === name;
  };
  return {
    client: neighbor,
    owner: () =>
      wait('one of two has the address', async () => {
        const held = await Promise.all(speakers.map(isHeld));
        const macs = await whoAnswers(neighbor, address);
        const owner = speakers.find(({ mac }) => macs.length === 1 && mac === macs[0]);
        const next = speakers.find((each) => each !== owner);
        if (!held.every(Boolean) || owner === undefined || next === undefined) return null;
        return {
          successorMac: next.mac,
          die: async () => {
            await owner.program.kill();
            await ip(owner.node.namespace, ['link', 'set', 'eth0', 'down']);
          },
          leave: () => {
            owner.program.signal('SIGTERM');
          },
          comeBack: () => {
            owner.program = start(owner.node);
          },
        };
      }),
  };
}

interface Speaker {
  readonly node: FabricNode;
  readonly mac: string;
  program: Daemon;
}

function objectsFor(address: string): string {
  return `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: segment, namespace: metallb-system }
spec: { addresses: [${address}/32] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: segment, namespace: metallb-system }
spec: { ipAddressPools: [segment] }
`;
}
