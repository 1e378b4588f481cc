import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { millis } from '@fairlead/inet';
import { Responder } from '@fairlead/l2-core';
import { expect } from 'chai';
import { Registry } from 'prom-client';
import { capacity } from '../../src/decide/capacity.ts';
import { addAllocatorMetrics } from '../../src/driver/metric/allocator.ts';
import { addLayer2Metrics } from '../../src/driver/metric/layer2.ts';
import { addSourceMetrics } from '../../src/driver/metric/source.ts';
import { addSpeakerMetrics } from '../../src/driver/metric/speaker.ts';
import { testCluster } from '../support/cluster.ts';
import { address, mac } from '../support/inet.ts';
import { pool } from '../support/objects.ts';

describe('metrics', () => {
  it('are those of the operations manual', async () => {
    const registry = new Registry();
    addAllocatorMetrics(registry, () => null);
    addSourceMetrics(registry, () => null);
    addSpeakerMetrics(registry, () => []);
    addLayer2Metrics(registry, () => Promise.resolve([]));
    const manual = readFileSync(join(import.meta.dirname, '../../../../docs/operations.md'), 'utf8');
    const documented = [...manual.matchAll(/^\| `((?:metallb|fairlead)_\w+)`/gm)].map(([, name]) => name);
    const real = (await registry.getMetricsAsJSON()).map(({ name }) => name);
    expect(documented.sort()).to.deep.equal(real.sort());
  });

  it('are read when somebody asks', async () => {
    const registry = new Registry();
    let updates = 1;
    addSourceMetrics(registry, () => ({ updates, errors: 0, hasSynced: true, isStale: false }));
    expect(await registry.metrics()).to.include('metallb_k8s_client_updates_total 1\n');
    updates = 7;
    expect(await registry.metrics()).to.include('metallb_k8s_client_updates_total 7\n');
  });

  it('name sessions, routes and addresses as MetalLB does', async () => {
    const registry = new Registry();
    const counters = {
      sent: { open: 1, update: 3, notification: 0, keepalive: 9, routeRefresh: 0 },
      received: { open: 1, update: 0, notification: 0, keepalive: 9, routeRefresh: 0 },
      established: 2,
      ended: 1,
      failed: 4,
      malformedUpdates: 0,
    };
    const session = {
      name: 'tor',
      address: '2001:db8::1',
      port: 179,
      state: 'established',
      session: null,
      endpoints: null,
      since: null,
      lastEnding: null,
      prefixesReceived: 0,
      pending: 4,
      counters,
    } as const;
    addSpeakerMetrics(registry, () => [
      {
        node: 'a',
        sessions: [session],
        routes: () => 8,
        withheld: () => new Map([['noNextHop', 3]]),
        announced: () => [{ service: 'shop/web', protocol: 'bgp', address: '192.0.2.1' }],
        endings: new Map([['tor', new Map([['holdTimerExpired', 2]])]]),
      },
    ]);
    const text = await registry.metrics();
    for (const line of [
      'metallb_bgp_session_up{peer="[2001:db8::1]:179"} 1',
      'metallb_bgp_updates_total{peer="[2001:db8::1]:179"} 3',
      'metallb_bgp_announced_prefixes_total{peer="[2001:db8::1]:179"} 5',
      'fairlead_bgp_routes_pending{peer="[2001:db8::1]:179"} 4',
      'fairlead_bgp_routes_withheld{peer="[2001:db8::1]:179",reason="noNextHop"} 3',
      'fairlead_bgp_session_endings_total{peer="tor",reason="holdTimerExpired"} 2',
      'metallb_speaker_announced{service="shop/web",protocol="bgp",node="a",ip="192.0.2.1"} 1',
    ]) {
      expect(text).to.include(`${line}\n`);
    }
  });

  it('count for each address what was asked, answered and announced, on all interfaces together', async () => {
    const registry = new Registry();
    const responder = new Responder({ mac: mac('02:00:00:00:00:01'), isUp: true, vlan: null }, millis(0));
    responder.own([{ address: address('192.0.2.1') }], millis(0));
    const ask = 'ffffffffffff02000000000208060001080006040001020000000002c0000202000000000000c0000201';
    const frame = new Uint8Array(Buffer.from(ask, 'hex'));
    responder.receive(frame, 0, frame.length, millis(1));
    let questions = 0;
    addLayer2Metrics(registry, () => {
      questions++;
      const { received, unasked } = responder.statistics();
      const link = { state: 'up', claims: responder.status(), received, unasked } as const;
      return Promise.resolve(
        ['eth0', 'eth1'].map((name, index) => ({
          ...link,
          link: { interface: name, vlan: null },
          overflowed: index,
          unsent: 0,
        })),
      );
    });
    const text = await registry.metrics();
    for (const line of [
      'metallb_layer2_requests_received{ip="192.0.2.1"} 2',
      'metallb_layer2_responses_sent{ip="192.0.2.1"} 2',
      'metallb_layer2_gratuitous_sent{ip="192.0.2.1"} 4',
      'fairlead_layer2_addresses{interface="eth0",state="announcing"} 1',
      'fairlead_layer2_frames_received_total{interface="eth1",verdict="replied"} 1',
      'fairlead_layer2_frames_lost_total{interface="eth1",direction="received"} 1',
    ]) {
      expect(text).to.include(`${line}\n`);
    }
    expect(questions).to.equal(1);
  });
});

describe('the capacity of a pool', () => {
  const sizes: readonly (readonly [string, string, bigint, bigint])[] = [
    ['192.0.2.0/24', '', 256n, 0n],
    ['192.0.2.0/24', 'avoidBuggyIPs: true', 254n, 0n],
    ['192.0.1.255-192.0.3.0', 'avoidBuggyIPs: true', 254n, 0n],
    ['10.0.0.0/8', 'avoidBuggyIPs: true', 16646144n, 0n],
    ['2001:db8::/64', '', 0n, 1n << 64n],
  ];
  for (const [addresses, more, ipv4, ipv6] of sizes) {
    it(`of ${addresses} ${more} is ${ipv4} and ${ipv6}`, () => {
      const found = testCluster(pool('blue', [addresses], more)).state.config.pools[0];
      if (found === undefined) throw new Error('no pool');
      expect([capacity(found, 'ipv4'), capacity(found, 'ipv6')]).to.deep.equal([ipv4, ipv6]);
    });
  }
});
