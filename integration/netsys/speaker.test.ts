import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { connect, createNamespace, openLab, requireTools, startFairlead, startFrr } from '../lab/index.ts';
import type { Daemon, Frr } from '../lab/index.ts';
import { requireAddon } from './requireAddon.ts';

const SECRET = 'correct-horse-battery-staple';

/** One session each, from an address of its own. */
const sessions = [
  { from: '192.0.2.11', frr: [`password ${SECRET}`], peer: metallb('inline', `password: ${SECRET}`) },
  {
    from: '192.0.2.12',
    frr: [`password ${SECRET}`],
    peer: metallb('secret', 'passwordSecret: { name: bgp }'),
  },
  { from: '192.0.2.13', frr: ['ttl-security hops 1'], peer: own('gtsm', 'ttlSecurityHops: 1') },
  {
    from: '2001:db8::11',
    frr: [`password ${SECRET}`],
    peer: metallb('ipv6', `password: ${SECRET}, dualStackAddressFamily: true`),
  },
] as const;
const WRONG = {
  from: '192.0.2.14',
  frr: [`password ${SECRET}`],
  peer: metallb('wrong', 'password: another'),
};

describe('the sessions of a speaker, with FRR at the other end', () => {
  const lab = openLab();
  after(lab.close);
  let frr: Frr;
  let speaker: Daemon;

  before(async function () {
    await requireTools(this, 'namespaces', 'frr');
    requireAddon(this);
    const [router, node] = [await createNamespace(lab, 'router'), await createNamespace(lab, 'node')];
    const all = [...sessions, WRONG];
    const ours = all.map(({ from }) => `${from}/${from.includes(':') ? 64 : 24}`);
    await connect(
      lab,
      { namespace: router, interface: 'eth0', addresses: ['192.0.2.1/24', '2001:db8::1/64'] },
      { namespace: node, interface: 'eth0', addresses: ours },
    );
    const lines = all.flatMap(({ from, frr }) => [
      `neighbor ${from} remote-as 64500`,
      `neighbor ${from} passive`,
      ...frr.map((line) => `neighbor ${from} ${line}`),
    ]);
    const head = ['router bgp 64512', 'bgp router-id 192.0.2.1', 'no bgp ebgp-requires-policy'];
    frr = await startFrr(lab, { namespace: router, config: [...head, ...lines].join('\n') });
    const file = join(lab.folder, 'cluster.yaml');
    writeFileSync(file, [...all.map(({ from, peer }) => peer(from)), REST].join(''));
    const args = ['standalone', '-f', file, '--http', 'off', '--state-file', join(lab.folder, 'state')];
    speaker = startFairlead(lab, {
      name: 'speaker',
      args: [...args, '--log-format', 'json'],
      namespace: node,
    });
  });

  const titles = [
    'has the password of its BGPPeer',
    'has the password of a Secret',
    'has least TTL 255 both ways (GTSM)',
    'has a password over IPv6',
  ];
  for (const [index, title] of titles.entries()) {
    it(title, async () => {
      await frr.established(sessions[index]?.from ?? '');
    });
  }

  it('is none with another password', async () => {
    const found = (await frr.neighbors()).find(({ address }) => address === WRONG.from);
    expect(found?.state).to.not.equal('Established');
  });

  it('never says a password', () => {
    expect(speaker.log())
      .to.contain('session established')
      .and.not.contain('horse')
      .and.not.contain('another"');
  });
});

function metallb(name: string, more: string): (from: string) => string {
  return (from) => `---
apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: { name: ${name}, namespace: metallb-system }
spec: { myASN: 64500, peerASN: 64512, peerAddress: "${routerFor(from)}", sourceAddress: "${from}", connectTime: 1s, ${more} }
`;
}

function own(name: string, more: string): (from: string) => string {
  return (from) => `---
apiVersion: fairlead.dev/v1alpha1
kind: BgpPeer
metadata: { name: ${name} }
spec: { localAsn: 64500, remoteAsn: 64512, address: "${routerFor(from)}", sourceAddress: "${from}", connectTime: 1s, ${more} }
`;
}

function routerFor(from: string): string {
  return from.includes(':') ? '2001:db8::1' : '192.0.2.1';
}

const REST = `---
apiVersion: v1
kind: Secret
metadata: { name: bgp, namespace: metallb-system }
type: kubernetes.io/basic-auth
stringData: { password: ${SECRET} }
---
apiVersion: v1
kind: Node
metadata: { name: a }
status: { addresses: [{ type: InternalIP, address: 192.0.2.11 }], conditions: [{ type: Ready, status: "True" }] }
`;
