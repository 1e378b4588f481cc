import { eventually } from '@fairlead/testing';
import { expect } from 'chai';
import {
  connect,
  createNamespace,
  openLab,
  requireTools,
  startBird,
  startExabgp,
  startFrr,
  startGobgp,
} from '../index.ts';
import type { Frr, Lab, Namespace, RoutePath, ToolName } from '../index.ts';

for (const { name, tool, start } of routers()) {
  describe(name, () => {
    const lab = openLab();
    after(lab.close);
    let frr: Frr;
    let router: Router;

    before(async function () {
      await requireTools(this, 'namespaces', 'frr', tool);
      const left = await createNamespace(lab, 'left');
      const right = await createNamespace(lab, 'right');
      await connect(
        lab,
        { namespace: left, interface: 'eth0', addresses: ['192.0.2.1/24', '2001:db8::1/64'] },
        { namespace: right, interface: 'eth0', addresses: ['192.0.2.2/24', '2001:db8::2/64'] },
      );
      frr = await startFrr(lab, { namespace: left, config: FRR });
      router = await start(lab, right);
      await frr.established('192.0.2.2');
    });

    it('tells the paths that FRR announces', async () => {
      const ipv4 = await eventually(
        'the IPv4 route arrives',
        async () => await router.pathOf('203.0.113.0/24'),
      );
      expect(ipv4).to.deep.include({ ...MARKED, nextHops: ['192.0.2.1'] });
      const ipv6 = await eventually(
        'the IPv6 route arrives',
        async () => await router.pathOf('2001:db8:1::/48'),
      );
      expect(ipv6).to.deep.include(MARKED);
      expect(ipv6.nextHops).to.include('2001:db8::1');
    });

    it('announces what it is told to', async () => {
      await router.announce();
      const path = await eventually(
        'FRR has it',
        async () => (await frr.pathsOf('198.51.100.0/24')).at(0) ?? null,
      );
      expect(path).to.deep.include({ asPath: '65002', communities: ['65002:3'], nextHops: ['192.0.2.2'] });
    });

    it('forgets what FRR withdraws', async () => {
      await frr.configure(
        'router bgp 65001\naddress-family ipv4 unicast\nno network 203.0.113.0/24\nexit-address-family\nexit',
      );
      await eventually('the route goes', async () =>
        (await router.pathOf('203.0.113.0/24')) === null ? true : null,
      );
    });
  });
}

/** A router under test, already established with 192.0.2.1. */
interface Router {
  readonly pathOf: (prefix: string) => Promise<RoutePath | null>;
  /** Announces 198.51.100.0/24 with community 65002:3. */
  readonly announce: () => Promise<void>;
}

interface RouterCase {
  readonly name: string;
  readonly tool: ToolName;
  readonly start: (lab: Lab, namespace: Namespace) => Promise<Router>;
}

function routers(): readonly RouterCase[] {
  const gobgp = (release: 'gobgp' | 'gobgp-4') => async (lab: Lab, namespace: Namespace) => {
    const gobgp = await startGobgp(lab, { namespace, config: GOBGP, release });
    await gobgp.established('192.0.2.1');
    return {
      pathOf: firstOf(gobgp.pathsOf),
      announce: async () => {
        await gobgp.ask(['global', 'rib', 'add', '-a', 'ipv4', '198.51.100.0/24', 'community', '65002:3']);
      },
    };
  };
  return [
    {
      name: 'BIRD',
      tool: 'bird',
      start: async (lab, namespace) => {
        const bird = await startBird(lab, { namespace, config: BIRD });
        await bird.established('frr');
        return {
          pathOf: firstOf(bird.pathsOf),
          announce: async () => {
            await bird.configure(BIRD + BIRD_STATIC);
          },
        };
      },
    },
    { name: 'GoBGP of Debian', tool: 'gobgp', start: gobgp('gobgp') },
    { name: 'GoBGP 4', tool: 'gobgp-4', start: gobgp('gobgp-4') },
    {
      name: 'ExaBGP',
      tool: 'exabgp',
      start: async (lab, namespace) => {
        const exabgp = await startExabgp(lab, { namespace, neighbors: EXABGP });
        await exabgp.established('192.0.2.1');
        return {
          pathOf: firstOf(exabgp.pathsOf),
          announce: async () => {
            await exabgp.command('announce route 198.51.100.0/24 next-hop self community [65002:3]');
          },
        };
      },
    },
  ];
}

function firstOf(
  pathsOf: (prefix: string) => Promise<readonly RoutePath[]>,
): (prefix: string) => Promise<RoutePath | null> {
  return async (prefix) => (await pathsOf(prefix)).at(0) ?? null;
}

const MARKED = {
  asPath: '65001',
  origin: 'IGP',
  communities: ['65001:7', '65001:9'],
  largeCommunities: ['65001:1:2'],
  med: 5,
} as const;

const FRR = `
route-map marked permit 10
 set community 65001:7 65001:9
 set large-community 65001:1:2
 set metric 5
exit
router bgp 65001
 bgp router-id 192.0.2.1
 no bgp ebgp-requires-policy
 no bgp network import-check
 no bgp default ipv4-unicast
 neighbor 192.0.2.2 remote-as 65002
 neighbor 192.0.2.2 timers connect 1
 address-family ipv4 unicast
  neighbor 192.0.2.2 activate
  network 203.0.113.0/24 route-map marked
 exit-address-family
 address-family ipv6 unicast
  neighbor 192.0.2.2 activate
  network 2001:db8:1::/48 route-map marked
 exit-address-family
exit
`;

const BIRD = `
router id 192.0.2.2;
protocol device {}
protocol bgp frr {
  local 192.0.2.2 as 65002;
  neighbor 192.0.2.1 as 65001;
  connect delay time 0;
  ipv4 { import all; export all; };
  ipv6 { import all; export none; };
}
`;
const BIRD_STATIC =
  'protocol static { ipv4; route 198.51.100.0/24 blackhole { bgp_community.add((65002, 3)); }; }\n';

const GOBGP = `
[global.config]
  as = 65002
  router-id = "192.0.2.2"
[[neighbors]]
  [neighbors.config]
    neighbor-address = "192.0.2.1"
    peer-as = 65001
  [neighbors.timers.config]
    connect-retry = 1
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv4-unicast"
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv6-unicast"
`;

const EXABGP = `
neighbor 192.0.2.1 {
  router-id 192.0.2.2;
  local-address 192.0.2.2;
  local-as 65002;
  peer-as 65001;
  family { ipv4 unicast; ipv6 unicast; }
  API
}
`;
