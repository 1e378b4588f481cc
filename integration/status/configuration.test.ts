import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { metallbDefinitions, openLab, requireTools, startApiServer } from '../lab/index.ts';
import type { ApiServer, KubernetesObject } from '../lab/index.ts';
import { startFairlead } from '../program/fairlead.ts';
import type { FairleadProgram } from '../program/fairlead.ts';

describe('the status of configuration, in a cluster', () => {
  const lab = openLab();
  let server: ApiServer;
  let controller: FairleadProgram;

  after(lab.close);

  before(async function () {
    await requireTools(this, 'etcd', 'kube-apiserver', 'metallb-definitions');
    server = await startApiServer(lab);
    const deploy = join(import.meta.dirname, '../../packages/k8s-adapter/deploy/fairlead.yaml');
    await server.client.apply(readFileSync(deploy, 'utf8'));
    await server.client.apply(CONFIGURATION);
    const token = await server.serviceAccountToken('fairlead-system', 'fairlead-controller');
    controller = startFairlead([
      ...['controller', '--kubeconfig', server.kubeconfig(token), '--namespace', 'fairlead-system'],
      ...['--http', 'off', '--log-format', 'json'],
    ]);
    lab.onClose({
      stop: async () => {
        await controller.stop();
      },
      abandon: () => void controller.stop('SIGKILL'),
    });
  });

  const row = async (apiVersion: string, kind: string, name: string): Promise<Row> =>
    (await server.client.table({ apiVersion, kind })).find((each) => each['Name'] === name) ?? {};

  const shows = (kind: string, name: string, wanted: Row): Promise<true> =>
    eventually(
      `kubectl get shows ${JSON.stringify(wanted)} for ${name}`,
      async () => {
        const found = await row('fairlead.dev/v1alpha1', kind, name);
        return Object.entries(wanted).every(([column, value]) => found[column] === value) ? true : null;
      },
      { within: 60_000 },
    );

  const own = async (kind: string, name: string, namespace?: string): Promise<WithStatus> => {
    const metadata = namespace === undefined ? { name } : { name, namespace };
    const found = await server.client.get({ apiVersion: 'fairlead.dev/v1alpha1', kind, metadata });
    return found as WithStatus;
  };

  it('shows how much of a pool is used, and goes on showing it', async () => {
    await shows('AddressPool', 'blue', { Used: 2, Available: 14, Accepted: 'True' });
    await server.client.apply(service('third'));
    await shows('AddressPool', 'blue', { Used: 3, Available: 13 });
    await server.client.delete(service('third'));
    await shows('AddressPool', 'blue', { Used: 2, Available: 14 });
    expect((await own('AddressPool', 'blue')).status).to.deep.include({
      size: 16,
      ipv4: { size: 16, assigned: 2, available: 14 },
      ipv6: { size: 0, assigned: 0, available: 0 },
    });
  });

  it('shows which object is set aside, and says why until it is mended', async () => {
    await shows('AddressPool', 'overlapping', { Accepted: 'False' });
    const { status } = await own('AddressPool', 'overlapping');
    const accepted = status?.conditions?.find(({ type }) => type === 'Accepted');
    expect(accepted).to.include({ reason: 'Overlap' });
    expect(accepted?.message).to.include('192.0.2.8/30').and.to.include('AddressPool blue');
    await server.client.apply(ownObject('AddressPool', 'overlapping', { addresses: ['198.51.100.8/30'] }));
    await shows('AddressPool', 'overlapping', { Accepted: 'True', Available: 4 });
  });

  it('shows the addresses that a claim reserves, and why it has none', async () => {
    await shows('AddressClaim', 'mine', { Addresses: '["192.0.2.5"]', Reserved: 'True' });
    await shows('AddressClaim', 'impossible', { Reserved: 'False' });
    const { status } = await own('AddressClaim', 'impossible', 'default');
    const reserved = status?.conditions?.find(({ type }) => type === 'Reserved');
    expect(reserved?.message).to.include('203.0.113.1');
  });

  it('takes peers, advertisements and BFD profiles as accepted, or says what they name in vain', async () => {
    await shows('BgpPeer', 'tor', { Sessions: 0, Established: 0, Accepted: 'True' });
    await shows('BgpPeer', 'watched', { Accepted: 'False' });
    await shows('Advertisement', 'all', { Accepted: 'True' });
    await shows('BfdProfile', 'fast', { Accepted: 'True' });
  });

  it('adds up what the speakers of ready nodes report', async () => {
    await server.client.apply(['a', 'b'].map((name) => node(name, name === 'a')));
    await server.client.apply(['a', 'b'].map((name) => ownObject('Speaker', name, {})));
    for (const name of ['a', 'b']) {
      await server.client.patchStatus(ownObject('Speaker', name, {}), {
        peers: [{ name: 'tor', state: 'Established' }],
      });
    }
    await server.client.patchStatus(node('b', false), {
      conditions: [{ type: 'Ready', status: 'False', reason: 'Gone', message: '' }],
    });
    await shows('BgpPeer', 'tor', { Sessions: 1, Established: 1 });
    await server.client.patchStatus(node('b', true), {
      conditions: [{ type: 'Ready', status: 'True', reason: 'Back', message: '' }],
    });
    await shows('BgpPeer', 'tor', { Sessions: 2, Established: 2 });
  });

  it('counts the pools of MetalLB as MetalLB does, and learns of kinds that are defined later', async () => {
    await server.client.apply(await metallbDefinitions());
    await server.client.apply(OF_METALLB);
    const pool = await eventually(
      'the status of the pool',
      async () => {
        const found = await server.client.get({
          apiVersion: 'metallb.io/v1beta1',
          kind: 'IPAddressPool',
          metadata: { name: 'old', namespace: 'metallb-system' },
        });
        return found?.['status'] === undefined ? null : found;
      },
      { within: 60_000 },
    );
    expect(pool['status']).to.deep.equal({
      assignedIPv4: 0,
      assignedIPv6: 0,
      availableIPv4: 256,
      availableIPv6: 0,
    });
  });

  it('writes nothing more once everything is said, and few times while much happens', async () => {
    const version = async (): Promise<number> =>
      Number((await own('AddressPool', 'blue')).metadata.resourceVersion);
    await server.client.apply(ownObject('AddressPool', 'many', { addresses: ['10.0.0.0/20'], priority: 1 }));
    const writes: number[] = [];
    const names = Array.from({ length: SERVICES }, (_, index) => `many-${index}`);
    await Promise.all(chunksOf(names, 50).map((each) => server.client.apply(each.map(service))));
    const full = await eventually(
      'all have an address',
      async () => {
        const { status, metadata } = await own('AddressPool', 'many');
        if (metadata.resourceVersion !== String(writes.at(-1))) writes.push(Number(metadata.resourceVersion));
        return status?.used === SERVICES ? metadata.resourceVersion : null;
      },
      { within: 90_000 },
    );
    expect(writes.length).to.be.below(SERVICES / 4);
    const others = await version();
    await server.client.apply(ownObject('BfdProfile', 'fast', { detectMultiplier: 5 }));
    await eventually(
      'the edit is seen',
      async () => {
        const { status, metadata } = await own('BfdProfile', 'fast');
        const [accepted] = status?.conditions ?? [];
        return accepted?.['observedGeneration'] === metadata['generation'] ? true : null;
      },
      { within: 60_000 },
    );
    expect((await own('AddressPool', 'many')).metadata.resourceVersion).to.equal(full);
    expect(await version()).to.equal(others);
  });

  it('needs no right that its role does not have', () => {
    expect(controller.output()).to.not.include('statusFailed').and.to.not.include('forbidden');
  });
});

type Row = Readonly<Record<string, unknown>>;

interface WithStatus extends KubernetesObject {
  readonly status?: {
    readonly used?: number;
    readonly conditions?: readonly (Row & { readonly type: string; readonly message: string })[];
  };
}

function ownObject(kind: string, name: string, spec: object): KubernetesObject {
  const metadata = kind === 'AddressClaim' ? { name, namespace: 'default' } : { name };
  return { apiVersion: 'fairlead.dev/v1alpha1', kind, metadata, spec };
}

function service(name: string): KubernetesObject {
  const spec = { type: 'LoadBalancer', ports: [{ port: 80 }] };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'default' }, spec };
}

function node(name: string, isReady: boolean): KubernetesObject {
  const labels = { ready: String(isReady) };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels } };
}

function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

const SERVICES = 300;

const CONFIGURATION: readonly KubernetesObject[] = [
  ownObject('AddressPool', 'blue', { addresses: ['192.0.2.0/28'], priority: 5 }),
  ownObject('AddressPool', 'overlapping', { addresses: ['192.0.2.8/30'] }),
  ownObject('AddressClaim', 'mine', { addresses: ['192.0.2.5'] }),
  ownObject('AddressClaim', 'impossible', { addresses: ['203.0.113.1'] }),
  ownObject('BgpPeer', 'tor', { localAsn: 64500, remoteAsn: 64501, address: '192.0.2.254' }),
  ownObject('BgpPeer', 'watched', {
    localAsn: 64500,
    remoteAsn: 64501,
    address: '192.0.2.253',
    bfdProfile: 'nowhere',
  }),
  ownObject('Advertisement', 'all', { bgp: {} }),
  ownObject('BfdProfile', 'fast', {}),
  service('web'),
];

const OF_METALLB: readonly KubernetesObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'metallb-system' } },
  {
    apiVersion: 'metallb.io/v1beta1',
    kind: 'IPAddressPool',
    metadata: { name: 'old', namespace: 'metallb-system' },
    spec: { addresses: ['172.20.0.0/24'], autoAssign: false },
  },
];
