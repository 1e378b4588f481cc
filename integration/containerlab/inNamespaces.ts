import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  connect,
  createNamespace,
  runIn,
  setSysctls,
  startDaemon,
  startFairlead,
  startFrr,
} from '../lab/index.ts';
import type { Lab, Namespace } from '../lab/index.ts';
import type { Deployment } from './deployment.ts';
import type { Topology, TopologyNode } from './topology.ts';

/** Runs the topology without containers: a namespace for each network, the programs from their sources. */
export async function deployInNamespaces(lab: Lab, { nodes, links }: Topology): Promise<Deployment> {
  const machines = new Map<string, Namespace>();
  const machineOf = (name: string): Namespace => {
    const machine = machines.get(name);
    if (machine === undefined) throw new RangeError(`the topology has no machine ${name}`);
    return machine;
  };
  const own = nodes.filter(({ sharesNetworkOf }) => sharesNetworkOf === null);
  for (const { name } of own) machines.set(name, await createNamespace(lab, name));
  for (const [a, b] of links) {
    await connect(
      lab,
      { namespace: machineOf(a.node), interface: a.interface },
      { namespace: machineOf(b.node), interface: b.interface },
    );
  }
  for (const { name, sysctls, exec } of own) {
    await setSysctls(machineOf(name), sysctls);
    for (const command of exec) await runIn(machineOf(name), command.split(' '));
  }
  const spine = nodes.find(({ name }) => name === 'spine');
  const config = readFileSync(spine?.binds.get('/etc/frr/frr.conf') ?? '', 'utf8');
  const frr = await startFrr(lab, { namespace: machineOf('spine'), config });
  for (const node of nodes) {
    if (node.sharesNetworkOf !== null) start(lab, node, machineOf(node.sharesNetworkOf));
  }
  return {
    show: frr.show,
    ip: async (machine, args) => await runIn(machineOf(machine), ['ip', ...args]),
    get: async (url) => await runIn(machineOf('client'), [process.execPath, '--eval', FETCH, url]),
  };
}

/** Starts what the container of a program runs; paths inside it are those of the files bound to them. */
function start(lab: Lab, { name, group, cmd, binds, env }: TopologyNode, namespace: Namespace): void {
  const args = cmd
    .split(' ')
    .map((word) => binds.get(word) ?? word.replace(/^\/tmp\//, `${join(lab.folder, name)}-`));
  if (group === 'fairlead') startFairlead(lab, { name, args, namespace, env });
  else startDaemon(lab, { name, program: { path: process.execPath, over: null }, args, namespace, env });
}

const FETCH = `
  const answer = await fetch(process.argv[1], { signal: AbortSignal.timeout(2000) });
  process.stdout.write(await answer.text());`;
