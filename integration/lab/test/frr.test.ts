import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import { connect, createNamespace, kernelRoutes, openLab, requireTools, startFrr } from '../index.ts';
import type { Frr, Namespace } from '../index.ts';

describe('FRR', () => {
  const lab = openLab();
  after(lab.close);
  let left: Namespace;
  let one: Frr;
  let two: Frr;

  before(async function () {
    await requireTools(this, 'namespaces', 'frr');
    left = await createNamespace(lab, 'left');
    const right = await createNamespace(lab, 'right');
    await connect(
      lab,
      { namespace: left, interface: 'eth0', addresses: ['192.0.2.1/24', '2001:db8::1/64'] },
      { namespace: right, interface: 'eth0', addresses: ['192.0.2.2/24', '2001:db8::2/64'] },
    );
    one = await startFrr(lab, { namespace: left, config: router(65001, '192.0.2.2', 65002) });
    two = await startFrr(lab, { namespace: right, config: router(65002, '192.0.2.1', 65001) });
  });

  it('establishes a session and says so', async () => {
    const neighbor = await one.established('192.0.2.2');
    expect(neighbor).to.include({ remoteAs: 65002, sessionsEstablished: 1 });
  });

  it('tells the paths that it has', async () => {
    const paths = await eventually('the route arrives', async () => {
      const paths = await one.pathsOf('203.0.113.0/24');
      return paths.some(({ used }) => used) ? paths : null;
    });
    expect(paths.map((path) => ({ ...path, raw: null }))).to.deep.equal([
      {
        nextHops: ['192.0.2.2'],
        asPath: '65002',
        origin: 'IGP',
        communities: ['65002:7'],
        largeCommunities: ['65002:1:2'],
        extendedCommunities: [],
        localPref: null,
        med: 5,
        used: true,
        best: true,
        stale: false,
        from: '192.0.2.2',
        pathId: null,
        raw: null,
      },
    ]);
    expect([...(await one.paths('ipv4')).keys()]).to.deep.equal(['203.0.113.0/24']);
  });

  it('puts routes into the kernel', async () => {
    const routes = await eventually('the route is installed', async () => {
      const routes = await kernelRoutes(left, 'ipv4');
      return routes.some(({ protocol }) => protocol === 'bgp') ? routes : null;
    });
    expect(routes.find(({ protocol }) => protocol === 'bgp')).to.deep.equal({
      destination: '203.0.113.0/24',
      protocol: 'bgp',
      nextHops: [{ gateway: '192.0.2.2', interface: 'eth0', weight: 1 }],
    });
  });

  it('takes configuration while it runs, and names what it refuses', async () => {
    await two.configure('router bgp 65002\nno neighbor 192.0.2.1\nexit');
    await eventually('the route is gone', async () => {
      return (await one.pathsOf('203.0.113.0/24')).length === 0 ? true : null;
    });
    const refusal = await two
      .configure('router bgp 65002\nneighbour')
      .catch((error: unknown) => String(error));
    expect(refusal).to.contain('FRR refuses "neighbour"');
  });
});

function router(asn: number, neighbor: string, neighborAsn: number): string {
  return `
router bgp ${asn}
 bgp router-id ${neighbor}
 no bgp ebgp-requires-policy
 no bgp network import-check
 neighbor ${neighbor} remote-as ${neighborAsn}
 neighbor ${neighbor} timers connect 1
 address-family ipv4 unicast
${asn === 65002 ? '  network 203.0.113.0/24 route-map marked' : ''}
 exit-address-family
exit
route-map marked permit 10
 set community 65002:7
 set large-community 65002:1:2
 set metric 5
`;
}
