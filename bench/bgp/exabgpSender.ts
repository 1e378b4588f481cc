import { ipv4FromNumber } from '@fairlead/inet';
import { connect, createNamespace, findTool, openLab, startExabgp } from '../../integration/lab/index.ts';
import { ROUTER, SINK } from './daemons.ts';
import { startLoad } from './load/process.ts';
import { FIRST_ADDRESS, SINK_AS } from './load/task.ts';
import type { Said } from './load/task.ts';

/** Milliseconds that ExaBGP needs for routes of its configuration, or why it cannot be had. It calls the sink. */
export async function sendExabgp(count: number): Promise<number | string> {
  const lookup = await findTool('exabgp');
  if (lookup.kind === 'missing') return lookup.reason;
  const lab = openLab();
  try {
    const [near, far] = [await createNamespace(lab, 'near'), await createNamespace(lab, 'far')];
    await connect(
      lab,
      { namespace: near, interface: 'eth0', addresses: [`${SINK}/24`] },
      { namespace: far, interface: 'eth0', addresses: [`${ROUTER}/24`] },
    );
    const task = { way: 'listen', local: SINK, remote: ROUTER, port: 179, count } as const;
    const sink = startLoad(lab, 'sink', task, near);
    await sink.heard('ready');
    const { daemon } = await startExabgp(lab, { namespace: far, neighbors: neighborWith(count) });
    let last: Extract<Said, { readonly kind: 'done' }> | null = null;
    void sink.heard('done').then((done) => (last = done));
    const { at } = await daemon.until<{ readonly at: number }>('sends its routes', () => last, PATIENCE);
    return at - (await sink.heard('established')).at;
  } finally {
    await lab.close();
  }
}

function neighborWith(count: number): string {
  const routes = Array.from(
    { length: count },
    (_, i) => `    route ${ipv4FromNumber(FIRST_ADDRESS + i)}/32 next-hop ${ROUTER};`,
  );
  return `
neighbor ${SINK} {
  router-id ${ROUTER};
  local-address ${ROUTER};
  local-as 64514;
  peer-as ${SINK_AS};
  family { ipv4 unicast; }
  static {
${routes.join('\n')}
  }
}`;
}

const PATIENCE = 150_000;
