import { allocate, DEFAULT_PLAN, plan, translate } from '@fairlead/k8s-adapter';
import type { Cluster, Plan } from '@fairlead/k8s-adapter';
import type { Report } from './benchmark.ts';
import { measureChanges, measureElection } from './decide/change.ts';
import { clusterOf, objectsOf } from './decide/cluster.ts';
import type { Size } from './decide/cluster.ts';
import { measureStart } from './decide/start.ts';
import { median, spent, timed } from './decide/timing.ts';
import { atMost, ratioAtMost } from './report/wanted.ts';

/** How long the whole plan of a large cluster takes, and how long the change of one Service. */
export function measureDecide(report: Report): void {
  report.note('10,000 Services with 5 endpoints each, 500 nodes, 4 peers of each; every tenth by layer 2');
  const before = heapMegabytes();
  const cluster = clusterOf(TEN_THOUSAND);
  const withModel = heapMegabytes();
  const [first, ...later] = Array.from({ length: 12 }, () => spent(() => planForOneNode(cluster)));
  const usual = median(later.map(({ cpu }) => cpu));
  const wanted = [atMost(300)];
  report.line({
    what: 'full plan for one node',
    value: median(later.map(({ wall }) => wall)),
    unit: 'ms',
    wanted,
  });
  report.line({ what: 'the same, without waiting for a processor', value: usual, unit: 'ms', wanted });
  report.line({ what: 'the same, first time in the process', value: first?.cpu ?? 0, unit: 'ms' });
  measureChanges(cluster, report);
  measureElection(cluster, report);
  measureMemory(cluster, before, withModel, report);
  measureGrowth(usual, report);
  measurePools(report);
  measureStart(report);
}

function planForOneNode(cluster: Cluster): Plan {
  const made = plan(cluster, DEFAULT_PLAN);
  const [node] = cluster.nodes;
  if (node !== undefined) made.routes(node);
  return made;
}

function measureMemory(cluster: Cluster, before: number, withModel: number, report: Report): void {
  const made = planForOneNode(cluster);
  const withPlan = heapMegabytes();
  report.line({ what: 'memory: the model of it', value: withModel - before, unit: 'MB' });
  report.line({ what: 'memory: the plan, without routes', value: withPlan - withModel, unit: 'MB' });
  if (made.allocations.size !== TEN_THOUSAND.services) throw new Error('not every Service was decided on');
}

/** Ten times the Services should take no more than ten times as long. */
function measureGrowth(usual: number, report: Report): void {
  const objects = objectsOf({ ...TEN_THOUSAND, services: 100_000 });
  const read: Cluster[] = [];
  const translated = timed(() => read.push(translate(objects).cluster));
  report.line({ what: 'reading 100,000 Services and their endpoints', value: translated, unit: 'ms' });
  const [large] = read;
  if (large === undefined) return;
  const value = median([0, 1, 2].map(() => spent(() => planForOneNode(large)).cpu));
  report.line({
    what: 'full plan for one node, 100,000 Services',
    value,
    unit: 'ms',
    peer: { name: 'ten times the 10,000', value: usual * 10 },
    wanted: [ratioAtMost(1.2)],
  });
  report.line({ what: 'memory: everything of 100,000 Services', value: heapMegabytes(), unit: 'MB' });
}

/** What an address costs must depend on what is in use, and not on how large the pool is. */
function measurePools(report: Report): void {
  const perAddress = (text: string): number => {
    const objects = objectsOf({ services: 250, nodes: 1, peers: 1 }).map(({ content, origin }) => ({
      content: withPool(content, text),
      origin,
    }));
    const { cluster } = translate(objects);
    const all = (runs: number): number =>
      spent(() => {
        for (let run = 0; run < runs; run++) allocate(cluster, { loadBalancerClass: null });
      }).cpu;
    all(50);
    return (all(RUNS) / RUNS / 250) * 1000;
  };
  for (const [large, small] of POOLS) {
    report.line({
      what: `an address of ${large}`,
      value: perAddress(large),
      unit: 'us',
      peer: { name: `of ${small}`, value: perAddress(small) },
      wanted: [ratioAtMost(1.25)],
    });
  }
}

function withPool(content: unknown, addresses: string): unknown {
  const object = content as {
    readonly kind: string;
    readonly metadata: { readonly name: string };
    readonly spec: object;
  };
  if (object.kind === 'IPAddressPool')
    return object.metadata.name === 'bgp' ? { ...object, spec: { addresses: [addresses] } } : object;
  if (object.kind !== 'Service') return object;
  const clusterIPs = [addresses.includes(':') ? 'fd01::1' : '172.16.0.1'];
  return {
    ...object,
    metadata: { ...object.metadata, annotations: {} },
    spec: { ...object.spec, clusterIPs },
  };
}

function heapMegabytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

const POOLS = [
  ['10.0.0.0/8', '10.64.1.0/24'],
  ['fd00::/64', 'fd00::/120'],
] as const;
const RUNS = 400;
const TEN_THOUSAND: Size = { services: 10_000, nodes: 500, peers: 4 };
