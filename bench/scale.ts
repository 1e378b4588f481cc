import { metallbDefinitions, openLab, startApiServer, startFairlead } from '../integration/lab/index.ts';
import type { Lab } from '../integration/lab/index.ts';
import { findTool } from '../integration/lab/tool/catalogue.ts';
import type { Report } from './benchmark.ts';
import { atMost } from './report/wanted.ts';
import { ADVERTISEMENT, configuration, fillCluster, NODE } from './scale/cluster.ts';
import { openSink } from './scale/sink.ts';

/** How long a speaker needs from its start until a router has all routes, and for a community added to all of them. */
export async function measureScale(report: Report): Promise<void> {
  for (const tool of ['etcd', 'kube-apiserver', 'metallb-definitions'] as const) {
    const found = await findTool(tool);
    if (found.kind === 'missing') {
      report.skip('all of it', found.reason);
      return;
    }
  }
  const lab = openLab();
  try {
    await measure(lab, report);
  } finally {
    await lab.close();
  }
}

async function measure(lab: Lab, report: Report): Promise<void> {
  report.note(`${SERVICES.toLocaleString('en')} Services with addresses and endpoints, one node, one peer`);
  const sink = await openSink();
  try {
    const server = await startApiServer(lab);
    await server.client.apply(await metallbDefinitions());
    await fillCluster(server.client, SERVICES);
    await server.client.apply(configuration(sink.port));

    const all = sink.announced(SERVICES);
    const started = performance.now();
    const kubeconfig = ['--kubeconfig', server.kubeconfig()];
    const args = ['speaker', '--node-name', NODE, ...kubeconfig, '--http', 'off', '--drain', '0'];
    startFairlead(lab, { name: 'speaker', args });
    const cold = await all;
    report.line({
      what: 'from the start of the speaker to the last route',
      value: cold.at - started,
      unit: 'ms',
      wanted: [atMost(5000)],
    });
    report.line({ what: 'UPDATEs for it', value: cold.updates, unit: '' });

    const again = sink.announced(SERVICES);
    const asked = performance.now();
    await server.client.patch(ADVERTISEMENT, { spec: { communities: ['64500:1'] } });
    const changed = await again;
    report.line({
      what: 'from a new community to the last changed route',
      value: changed.at - asked,
      unit: 'ms',
      wanted: [atMost(1000)],
    });
    report.line({ what: 'UPDATEs for it', value: changed.updates, unit: '', wanted: [atMost(100)] });
  } finally {
    await sink.close();
  }
}

const SERVICES = 10_000;
