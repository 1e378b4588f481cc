import { findTool, startBird, startFrr, startGobgp } from '../../integration/lab/index.ts';
import type { Daemon, Lab, Namespace, ToolName } from '../../integration/lab/index.ts';
import { SENDER_AS, SINK_AS } from './load/task.ts';

/** A router that takes routes from the sender and passes them on to the sink, both of which call it. */
export interface RunningDaemon {
  readonly daemon: Daemon;
  /** How many routes it has. */
  readonly count: () => Promise<number>;
}

export interface DaemonKind {
  readonly name: string;
  readonly tool: ToolName;
  readonly start: (lab: Lab, namespace: Namespace) => Promise<RunningDaemon>;
}

export const ROUTER = '10.210.0.1';
export const SENDER = '10.210.0.2';
export const SINK = '10.210.0.3';

export const daemons: readonly DaemonKind[] = [
  { name: 'BIRD', tool: 'bird', start: bird },
  { name: 'FRR', tool: 'frr', start: frr },
  { name: 'GoBGP', tool: 'gobgp', start: gobgp },
];

/** Why a daemon cannot be had, or `null`. */
export async function whyMissing({ tool }: DaemonKind): Promise<string | null> {
  const lookup = await findTool(tool);
  return lookup.kind === 'missing' ? lookup.reason : null;
}

async function bird(lab: Lab, namespace: Namespace): Promise<RunningDaemon> {
  const session = (name: string, neighbor: string, as: number): string => `
protocol bgp ${name} {
  local ${ROUTER} as ${ROUTER_AS};
  neighbor ${neighbor} as ${as};
  direct;
  passive on;
  ipv4 { import all; export all; };
}`;
  const config = `
router id ${ROUTER};
log stderr { fatal };
protocol device {}
${session('sender', SENDER, SENDER_AS)}
${session('sink', SINK, SINK_AS)}
`;
  const { daemon, ask } = await startBird(lab, { namespace, config });
  return {
    daemon,
    count: async () => Number(/for (\d+) networks/.exec(await ask('show route count'))?.[1] ?? 0),
  };
}

async function frr(lab: Lab, namespace: Namespace): Promise<RunningDaemon> {
  const config = `
router bgp ${ROUTER_AS}
bgp router-id ${ROUTER}
no bgp ebgp-requires-policy
neighbor ${SENDER} remote-as ${SENDER_AS}
neighbor ${SENDER} passive
neighbor ${SINK} remote-as ${SINK_AS}
neighbor ${SINK} passive
exit
`;
  const { bgpd, show } = await startFrr(lab, { namespace, config, beside: [] });
  return {
    daemon: bgpd,
    count: async () => {
      const { peers = {} } = JSON.parse(await show('show bgp ipv4 unicast summary json')) as FrrSummary;
      return peers[SENDER]?.pfxRcd ?? 0;
    },
  };
}

interface FrrSummary {
  readonly peers?: Readonly<Record<string, { readonly pfxRcd?: number }>>;
}

async function gobgp(lab: Lab, namespace: Namespace): Promise<RunningDaemon> {
  const neighbor = (address: string, as: number): string => `
[[neighbors]]
  [neighbors.config]
    neighbor-address = "${address}"
    peer-as = ${as}
  [neighbors.transport.config]
    passive-mode = true
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv4-unicast"
`;
  const config = `
[global.config]
  as = ${ROUTER_AS}
  router-id = "${ROUTER}"
${neighbor(SENDER, SENDER_AS)}
${neighbor(SINK, SINK_AS)}
`;
  const { daemon, ask } = await startGobgp(lab, { namespace, config });
  return {
    daemon,
    count: async () => {
      const answer = await ask(['global', 'rib', 'summary', '-a', 'ipv4', '-j']);
      return (JSON.parse(answer) as { readonly num_path?: number }).num_path ?? 0;
    },
  };
}

const ROUTER_AS = 64514;
