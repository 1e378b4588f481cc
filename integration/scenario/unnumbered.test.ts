import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  connect,
  createNamespace,
  ip,
  kernelInterfaces,
  kernelRoutes,
  openLab,
  requireTools,
  startFairlead,
  startFrr,
} from '../lab/index.ts';
import type { Daemon, Frr, Namespace } from '../lab/index.ts';
import { requireAddon } from '../netsys/requireAddon.ts';
import { waitFor } from './support/wait.ts';

describe('a peer behind an interface, with FRR at the other end', () => {
  const lab = openLab();
  after(lab.close);
  let node: Namespace;
  let router: Namespace;
  let frr: Frr;
  let fairlead: Daemon;
  const manifest = (link: string): void => {
    writeFileSync(join(lab.folder, 'objects.yaml'), objects(link));
  };

  before(async function () {
    await requireTools(this, 'namespaces', 'frr');
    requireAddon(this);
    [node, router] = [await createNamespace(lab, 'node'), await createNamespace(lab, 'tor')];
    for (const number of [1, 2]) {
      const [up, down] = [`up${number}`, `down${number}`];
      await connect(lab, { namespace: node, interface: up }, { namespace: router, interface: down });
    }
    await ip(node, ['address', 'add', '10.9.0.1/32', 'dev', 'lo']);
    manifest('up0');
    fairlead = startFairlead(lab, {
      name: 'standalone',
      args: ['standalone', '-f', lab.folder, '--http', 'off', '--log-format', 'json'],
      namespace: node,
    });
  });

  afterEach(function () {
    if (this.currentTest?.state === 'failed') console.error(fairlead.log().slice(-3000));
  });

  it('says that there is no such interface', async () => {
    await fairlead.until('the word', () =>
      fairlead.log().includes('no session with this peer: there is no interface up0 on this node')
        ? true
        : null,
    );
  });

  it('finds the router by its advertisements, and is found by ours', async () => {
    manifest('up1');
    frr = await startFrr(lab, { namespace: router, config: CONFIG });
    const { raw, remoteAs } = await frr.established('down1', 60_000);
    expect([remoteAs, raw['hostLocal'], raw['hostForeign']]).to.deep.equal([
      64500,
      await linkLocal(router, 'down1'),
      await linkLocal(node, 'up1'),
    ]);
  });

  it('announces IPv4 by an IPv6 next hop (RFC 8950), and IPv6 by the same', async () => {
    const own = await linkLocal(node, 'up1');
    for (const prefix of ['203.0.113.0/32', '2001:db8:9::/128']) {
      await waitFor(
        'its next hop',
        async () => (await frr.pathsOf(prefix)).map(({ nextHops, used }) => [nextHops, used]),
        [[[own], true]],
      );
    }
  });

  it('gives the kernel of the router routes through the link', async () => {
    const own = await linkLocal(node, 'up1');
    for (const [family, destination] of [
      ['ipv4', '203.0.113.0'],
      ['ipv6', '2001:db8:9::'],
    ] as const) {
      await waitFor(
        'the way',
        async () => {
          const route = (await kernelRoutes(router, family)).find((each) => each.destination === destination);
          return route?.nextHops.map((hop) => [hop.gateway, hop.interface]) ?? [];
        },
        [[own, 'down1']],
      );
    }
  });

  it('has a second session over another link, with a password and GTSM', async () => {
    await frr.configure(SECOND);
    const { raw } = await frr.established('down2', 60_000);
    expect([raw['authenticationEnabled'], raw['externalBgpNbrMaxHopsAway']]).to.deep.equal([1, 1]);
    const nextHops = async (): Promise<readonly string[]> =>
      (await frr.pathsOf('203.0.113.0/32')).flatMap((path) => path.nextHops).sort();
    await waitFor('both ways', nextHops, [await linkLocal(node, 'up1'), await linkLocal(node, 'up2')].sort());
  });

  it('finds the router again when its interface comes back', async () => {
    await ip(router, ['link', 'set', 'down1', 'down']);
    await waitFor('the paths', async () => (await frr.pathsOf('203.0.113.0/32')).length, 1);
    await ip(router, ['link', 'set', 'down1', 'up']);
    await frr.established('down1', 60_000);
    await waitFor('the paths', async () => (await frr.pathsOf('203.0.113.0/32')).length, 2);
  });
});

async function linkLocal(namespace: Namespace, name: string): Promise<string> {
  const found = (await kernelInterfaces(namespace)).find((each) => each.name === name);
  const address = found?.addresses.find((each) => each.startsWith('fe80:')) ?? '';
  return address.replace(/\/.*/, '');
}

const CONFIG = [
  'router bgp 64501',
  'bgp router-id 10.9.0.254',
  'no bgp ebgp-requires-policy',
  'neighbor down1 interface remote-as external',
  'neighbor down1 timers 3 9',
  'address-family ipv6 unicast',
  'neighbor down1 activate',
  'exit-address-family',
].join('\n');

const SECOND = [
  'router bgp 64501',
  'neighbor down2 interface remote-as 64500',
  'neighbor down2 password a-shared-secret',
  'neighbor down2 ttl-security hops 1',
].join('\n');

function objects(link: string): string {
  return `
apiVersion: v1
kind: Node
metadata: { name: a }
status: { addresses: [{ type: InternalIP, address: 10.9.0.1 }] }
---
apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: { name: tor, namespace: metallb-system }
spec: { myASN: 64500, dynamicASN: external, interface: ${link}, holdTime: 9s, keepaliveTime: 3s, connectTime: 1s }
---
apiVersion: v1
kind: Secret
metadata: { name: shared, namespace: fairlead-system }
type: kubernetes.io/basic-auth
stringData: { password: a-shared-secret }
---
apiVersion: fairlead.dev/v1alpha1
kind: BgpPeer
metadata: { name: second }
spec:
  localAsn: 64500
  remoteAsn: 64501
  interface: up2
  ttlSecurityHops: 1
  passwordSecret: { name: shared, namespace: fairlead-system }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: public, namespace: metallb-system }
spec: { addresses: [203.0.113.0/28, '2001:db8:9::/124'] }
---
apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
metadata: { name: all, namespace: metallb-system }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: default }
spec:
  type: LoadBalancer
  ipFamilyPolicy: RequireDualStack
  ipFamilies: [IPv4, IPv6]
  ports: [{ port: 80 }]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: web-1, namespace: default, labels: { kubernetes.io/service-name: web } }
addressType: IPv4
endpoints: [{ addresses: [10.0.0.1], nodeName: a, conditions: { ready: true } }]
`;
}
