import {
  Allocator,
  CandidateFinder,
  contestFor,
  DEFAULT_ELIGIBILITY,
  DEFAULT_PLAN,
  Election,
  eligibility,
  endpointsByService,
  NO_ENDPOINTS,
  plan,
  routesOf,
  RouteTable,
  viewOf,
} from '@fairlead/k8s-adapter';
import type { Cluster, Service } from '@fairlead/k8s-adapter';
import type { Report } from '../benchmark.ts';
import { atMost } from '../report/wanted.ts';
import { median, percentile, timed } from './timing.ts';

/** Who owns an address that comes, with all others, on a cluster where layer 2 has a tenth of the Services. */
export function measureElection(cluster: Cluster, report: Report): void {
  const made = plan(cluster, DEFAULT_PLAN);
  const finder = new CandidateFinder(made.l2);
  const services = new Map(cluster.services.map((service) => [service.key, service]));
  const contests = [...made.allocations.values()].flatMap(({ service: key, addresses }) => {
    const service = services.get(key);
    const [address] = addresses;
    if (service === undefined || address === undefined) return [];
    return contestFor(finder, address, [{ service, endpoints: made.endpoints(key) }], address, null) ?? [];
  });
  const election = new Election();
  election.hold(contests);
  const changes = contests.slice(0, 500).flatMap((contest) => [
    timed(() => {
      election.drop(contest.address);
    }),
    timed(() => {
      election.hold([contest]);
    }),
  ]);
  report.line({
    what: `one address of ${contests.length} goes or comes: its owner`,
    value: median(changes),
    unit: 'ms',
    wanted: [atMost(1)],
  });
  report.line({ what: 'the same, at the 99th percentile', value: percentile(changes, 0.99), unit: 'ms' });
}

/** What one Service that comes, loses its endpoints and goes costs a controller and a speaker that know all others. */
export function measureChanges(cluster: Cluster, report: Report): void {
  const allocator = new Allocator();
  allocator.configure({ ...cluster.config, namespaces: new Map(), loadBalancerClass: null });
  const allocations = new Map(cluster.services.map((service) => [service.key, allocator.place(service)]));
  const [node] = cluster.nodes;
  if (node === undefined) throw new Error('no node');
  const view = viewOf(node, cluster.nodes, cluster.config, eligibility(cluster.nodes, DEFAULT_ELIGIBILITY));
  const endpoints = endpointsByService(cluster.endpointSlices);
  const table = new RouteTable();
  const announce = (service: Service, isUp: boolean): number => {
    const addresses = allocations.get(service.key)?.addresses ?? [];
    const found = (isUp ? endpoints.get(service.key) : null) ?? NO_ENDPOINTS;
    return table.replace(service.key, routesOf(service, addresses, found, view).contributions).length;
  };
  for (const service of cluster.services) announce(service, true);
  const byBgp = cluster.services
    .filter(({ key }) => allocations.get(key)?.pools.includes('bgp'))
    .slice(0, 1000);
  const moves = byBgp.map((service) => timed(() => announce(service, false)));
  const returns = byBgp.map((service) => timed(() => announce(service, true)));
  const placements = byBgp.map((service) =>
    timed(() => {
      allocator.release(service.key);
      allocator.place(service);
    }),
  );
  const changes = [...moves, ...returns];
  report.line({
    what: 'one Service goes or comes: its routes',
    value: median(changes),
    unit: 'ms',
    wanted: [atMost(1)],
  });
  report.line({ what: 'the same, at the 99th percentile', value: percentile(changes, 0.99), unit: 'ms' });
  report.line({
    what: 'one Service goes and comes: its address',
    value: median(placements),
    unit: 'ms',
    wanted: [atMost(1)],
  });
}
