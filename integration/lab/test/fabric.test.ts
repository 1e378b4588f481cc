import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import {
  ask,
  BACKEND_PORT,
  buildFabric,
  countBackends,
  ip,
  kernelRoutes,
  longestGap,
  openLab,
  requireTools,
  serviceObjects,
  startCapture,
  startClient,
} from '../index.ts';
import type { Fabric } from '../index.ts';

const IPV4 = '203.0.113.1';
const IPV6 = '2001:db8::1';

describe('the fabric', () => {
  const lab = openLab();
  after(lab.close);
  let fabric: Fabric;

  before(async function () {
    await requireTools(
      this,
      'namespaces',
      'frr',
      'nftables',
      'etcd',
      'kube-apiserver',
      'kube-proxy',
      'tcpdump',
    );
    fabric = await buildFabric(lab, { nodes: 2, config: 'router bgp 65000\nbgp router-id 10.1.0.1\nexit' });
    const [service, ...slices] = serviceObjects({
      name: 'web',
      ipFamilies: ['IPv4', 'IPv6'],
      externalTrafficPolicy: 'Local',
      endpoints: fabric.nodes,
      targetPort: BACKEND_PORT,
    });
    if (service === undefined) throw new Error('a service');
    await fabric.server.client.apply([service, ...slices]);
    const ingress = [{ ip: IPV4 }, { ip: IPV6 }];
    await fabric.server.client.patchStatus(service, { loadBalancer: { ingress } });
    const hops = (family: 'ipv4' | 'ipv6') =>
      fabric.nodes.flatMap((node) => ['nexthop', 'via', node[family]]);
    await ip(fabric.router, ['route', 'add', IPV4, ...hops('ipv4')]);
    await ip(fabric.router, ['-6', 'route', 'add', IPV6, ...hops('ipv6')]);
  });

  for (const [family, url] of [
    ['IPv4', `http://${IPV4}/`],
    ['IPv6', `http://[${IPV6}]/`],
  ] as const) {
    it(`carries requests to a load balancer address over every node (${family})`, async () => {
      const counts = await eventually(
        'both nodes answer',
        async () => {
          const counts = countBackends(await ask(lab, { namespace: fabric.client, url }, 40));
          return counts.size === 2 ? counts : null;
        },
        { within: 30_000 },
      );
      expect([...counts.keys()].sort()).to.deep.equal(['node-1', 'node-2']);
    });
  }

  it('shows the routes of the router', async () => {
    const routes = await kernelRoutes(fabric.router, 'ipv4');
    expect(routes.find(({ destination }) => destination === IPV4)?.nextHops).to.deep.equal(
      fabric.nodes.map(({ ipv4 }) => ({ gateway: ipv4, interface: 'nodes', weight: 1 })),
    );
  });

  it('shows for how long nobody answered', async () => {
    const url = `http://${IPV4}/`;
    const client = startClient(lab, { namespace: fabric.client, url, every: 10, patience: 200 });
    await eventually('a request is answered', () => client.attempts().at(0) ?? null);
    await ip(fabric.router, ['rule', 'add', 'to', IPV4, 'unreachable']);
    await eventually('one is not', () => client.attempts().find(({ error }) => error !== null) ?? null);
    await ip(fabric.router, ['rule', 'delete', 'to', IPV4, 'unreachable']);
    const failures = client.attempts().filter(({ error }) => error !== null).length;
    const last = client.attempts().length;
    await eventually('requests are answered again', () => {
      return client
        .attempts()
        .slice(last)
        .some(({ error }) => error === null)
        ? true
        : null;
    });
    expect(failures).to.be.greaterThan(0);
    expect(longestGap(await client.stop())).to.be.greaterThan(0);
  });

  it('captures what goes over a wire', async () => {
    const capture = await startCapture(lab, {
      namespace: fabric.client,
      interface: 'eth0',
      filter: `host ${IPV4}`,
    });
    await ask(lab, { namespace: fabric.client, url: `http://10.1.0.11:${BACKEND_PORT}/` }, 1);
    await ask(lab, { namespace: fabric.client, url: `http://${IPV4}/` }, 1);
    const packets = await capture.stop();
    expect(packets.some((line) => line.includes(`${IPV4}.80: Flags [S]`))).to.equal(true);
    expect(packets.every((line) => line.includes(IPV4))).to.equal(true);
  });
});
