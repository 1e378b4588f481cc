import { expect } from 'chai';
import { BACKEND_PORT, buildFabric, openLab, requireTools, serviceObjects } from '../lab/index.ts';
import type { Daemon, Fabric, KubernetesObject } from '../lab/index.ts';
import { requireAddon } from '../netsys/requireAddon.ts';
import { installFairlead } from '../scenario/support/installation.ts';
import type { Installation } from '../scenario/support/installation.ts';
import { NODE_AS, ROUTER_AS, routerConfig } from '../scenario/support/router.ts';
import { FABRIC_TOOLS } from '../scenario/support/tools.ts';
import { wait, waitFor } from '../scenario/support/wait.ts';

describe('what speakers say in the cluster', () => {
  const lab = openLab();
  after(lab.close);
  let fabric: Fabric;
  let fairlead: Installation;
  const speakers = new Map<string, Daemon>();

  before(async function () {
    await requireTools(this, ...FABRIC_TOOLS);
    requireAddon(this);
    fabric = await buildFabric(lab, { nodes: 2, config: routerConfig(2), traffic: false });
    fairlead = await installFairlead(lab, fabric.server);
    await fabric.server.client.apply(CONFIGURATION);
    await fabric.server.client.apply(
      serviceObjects({ name: 'web', endpoints: fabric.nodes, targetPort: BACKEND_PORT }),
    );
    fairlead.startController();
    for (const node of fabric.nodes) speakers.set(node.name, fairlead.startSpeaker(node));
  });

  afterEach(function () {
    if (this.currentTest?.state === 'failed') console.error(fairlead.lastWords());
  });

  const table = (apiVersion: string, kind: string): Promise<readonly Row[]> =>
    fabric.server.client.table({ apiVersion, kind });

  /** What `kubectl get` shows of the kind, in these columns, sorted. */
  const columns = async (
    apiVersion: string,
    kind: string,
    ...names: readonly string[]
  ): Promise<readonly unknown[]> =>
    (await table(apiVersion, kind)).map((row) => names.map((name) => String(row[name])).join(' ')).sort();

  const nodes = (): readonly string[] => fabric.nodes.map(({ name }) => name);

  it('shows the sessions of each node, and of each peer over all nodes', async () => {
    await waitFor(
      'kubectl get speakers',
      () => columns(OWN, 'Speaker', 'Name', 'Established', 'Peers'),
      nodes().map((name) => `${name} 1 2`),
    );
    await waitFor('kubectl get bgppeers', () => columns(OWN, 'BgpPeer', 'Name', 'Sessions', 'Established'), [
      'silent 2 0',
      'tor 2 2',
    ]);
    const peers = await wait('the neighbour that does not answer', async () => {
      const speaker = await fabric.server.client.get(speakerCalled(nodes()[0] ?? ''));
      const { peers: found = [] } = (speaker?.['status'] ?? {}) as { readonly peers?: readonly Row[] };
      return found.some(({ name, lastError }) => name === 'silent' && lastError !== undefined) ? found : null;
    });
    expect(peers.map(({ name, routes }) => [name, routes])).to.deep.equal([
      ['silent', 1],
      ['tor', 1],
    ]);
  });

  it('shows as MetalLB does which node answers for a Service', async () => {
    const owner = await wait('one owner, which its Speaker says too', async () => {
      const [name = ''] = (await ownersNow()) ?? [];
      const owns = await columns(OWN, 'Speaker', 'Name', 'Owns');
      const those = owns.filter((row) => String(row).includes('203.0.113.7'));
      return String(those) === `${name} ["203.0.113.7"]` ? name : null;
    });
    expect(nodes()).to.include(owner);
  });

  it('shows as MetalLB does to whom each node announces it', async () => {
    await waitFor(
      'kubectl get servicebgpstatuses',
      () => columns(METALLB, 'ServiceBGPStatus', 'Node', 'Service Namespace', 'Service Name'),
      nodes().map((name) => `${name} default web`),
    );
    const [status] = await fabric.server.client.list({ apiVersion: METALLB, kind: 'ServiceBGPStatus' });
    expect(status).to.deep.nested.include({ 'status.peers': ['silent', 'tor'] });
    expect(status).to.have.nested.property('metadata.ownerReferences[0].kind', 'Node');
  });

  it('shows as MetalLB does whether the configuration is valid, and names what is not', async () => {
    const results = (): Promise<readonly unknown[]> =>
      columns(METALLB, 'ConfigurationState', 'Name', 'Result');
    const programs = ['controller', ...nodes().map((name) => `speaker-${name}`)];
    await waitFor(
      'all are valid',
      results,
      programs.map((name) => `${name} Valid`),
    );
    await fabric.server.client.apply(own('AddressPool', 'late', { addresses: ['203.0.113.0/28'] }));
    await waitFor(
      'all say so',
      results,
      programs.map((name) => `${name} Invalid`),
    );
    const [summary] = await columns(METALLB, 'ConfigurationState', 'ErrorSummary');
    expect(summary).to.include('AddressPool late').and.to.include('203.0.113.0/28');
    await fabric.server.client.delete(own('AddressPool', 'late', {}));
    await waitFor(
      'all are valid again',
      results,
      programs.map((name) => `${name} Valid`),
    );
  });

  it('takes back what a speaker said when it stops', async () => {
    const [owner = ''] = await wait('one owner', ownersNow);
    speakers.get(owner)?.signal('SIGTERM');
    await waitFor(
      'the other node answers, and it alone announces',
      async () => [await ownersNow(), await columns(METALLB, 'ServiceBGPStatus', 'Node')],
      [nodes().filter((name) => name !== owner), nodes().filter((name) => name !== owner)],
    );
    await waitFor(
      'its sessions are down',
      async () => (await columns(OWN, 'Speaker', 'Name', 'Established')).includes(`${owner} 0`),
      true,
    );
    await waitFor(
      'the peer has one session less',
      async () => (await columns(OWN, 'BgpPeer', 'Name', 'Established')).includes('tor 1'),
      true,
    );
  });

  it('takes back what a node said that died without a word', async () => {
    const [owner = ''] = await wait('one owner', ownersNow);
    await speakers.get(owner)?.kill();
    await fabric.server.client.patchStatus(
      { apiVersion: 'v1', kind: 'Node', metadata: { name: owner } },
      { conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', message: '' }] },
    );
    const other = fabric.nodes.find(({ name }) => name !== owner);
    if (other !== undefined) speakers.set(other.name, fairlead.startSpeaker(other));
    await waitFor(
      'the other node answers, and it alone announces',
      async () => [await ownersNow(), await columns(METALLB, 'ServiceBGPStatus', 'Node')],
      [[other?.name], [other?.name]],
    );
    await waitFor(
      'the peer has the sessions of the other node',
      async () => (await columns(OWN, 'BgpPeer', 'Name', 'Sessions', 'Established')).includes('tor 1 1'),
      true,
    );
  });

  it('says no password, and lacks no right', async () => {
    const kinds = [
      ...['Speaker', 'BgpPeer'].map((kind) => ({ apiVersion: OWN, kind })),
      ...['ConfigurationState', 'ServiceBGPStatus', 'ServiceL2Status'].map((kind) => ({
        apiVersion: METALLB,
        kind,
      })),
    ];
    const all = await Promise.all(kinds.map((kind) => fabric.server.client.list(kind)));
    expect(JSON.stringify(all)).to.not.include(PASSWORD);
    expect(fairlead.lastWords()).to.not.include('statusFailed').and.to.not.include(PASSWORD);
  });

  /** The nodes that answer for a Service; `null` while they are not one. */
  async function ownersNow(): Promise<readonly string[] | null> {
    const rows = await columns(METALLB, 'ServiceL2Status', 'Allocated Node');
    return rows.length === 1 ? rows.map(String) : null;
  }
});

type Row = Readonly<Record<string, unknown>>;

function own(kind: string, name: string, spec: object): KubernetesObject {
  return { apiVersion: OWN, kind, metadata: { name }, spec };
}

function speakerCalled(name: string): KubernetesObject {
  return own('Speaker', name, {});
}

const OWN = 'fairlead.dev/v1alpha1';
const METALLB = 'metallb.io/v1beta1';
const PASSWORD = 'hush-hush-hush';

const CONFIGURATION: readonly KubernetesObject[] = [
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'silent', namespace: 'fairlead-system' },
    type: 'kubernetes.io/basic-auth',
    stringData: { username: '', password: PASSWORD },
  },
  own('AddressPool', 'public', { addresses: ['203.0.113.7'] }),
  own('BgpPeer', 'tor', { localAsn: NODE_AS, remoteAsn: ROUTER_AS, address: '10.1.0.1' }),
  own('BgpPeer', 'silent', {
    localAsn: NODE_AS,
    remoteAsn: ROUTER_AS,
    address: '10.1.0.200',
    passwordSecret: { namespace: 'fairlead-system', name: 'silent' },
  }),
  own('Advertisement', 'all', { bgp: {}, layer2: {} }),
];
