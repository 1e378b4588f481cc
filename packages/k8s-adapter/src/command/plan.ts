import { ConfigError } from '../config/error.ts';
import { text } from '../config/format.ts';
import { helpPage } from '../config/help.ts';
import { load } from '../config/load.ts';
import type { SettingsOf } from '../config/setting.ts';
import { planDocument } from '../plan/document.ts';
import type { PlanDocument } from '../plan/document.ts';
import { DEFAULT_PLAN, plan } from '../plan/plan.ts';
import type { Plan } from '../plan/plan.ts';
import type { Io } from './command.ts';
import { EXIT } from './exitCode.ts';
import { flagsOf, wantsHelp } from './flags.ts';
import { inputSettings, readInput } from './input.ts';
import type { InputConfig } from './input.ts';
import { printPlan } from './printPlan.ts';
import { countProblems, printProblems, problemDocuments } from './problems.ts';
import type { ProblemDocument } from './problems.ts';
import { styleFor } from './style.ts';

interface PlanConfig extends InputConfig {
  readonly node: string | null;
  readonly peer: string | null;
}

const settings: SettingsOf<PlanConfig> = {
  ...inputSettings,
  node: {
    flag: 'node',
    argument: 'NAME',
    about: 'only what this node announces',
    default: null,
    parse: text,
  },
  peer: { flag: 'peer', argument: 'NAME', about: 'only what this peer is told', default: null, parse: text },
};

/** What `fairlead plan --json` writes. */
export interface PlanOutput extends PlanDocument {
  readonly problems: readonly ProblemDocument[];
}

export const flags: readonly string[] = flagsOf(settings);

/** `fairlead plan` */
export async function run(args: readonly string[], io: Io): Promise<number> {
  if (wantsHelp(args)) {
    io.print(helpPage('plan', ABOUT, settings));
    return EXIT.ok;
  }
  const config = load(settings, { args, environment: io.environment });
  const input = await readInput(config, io);
  const planned = plan(input.translation.cluster, {
    ...DEFAULT_PLAN,
    loadBalancerClass: config.loadBalancerClass,
  });
  refuseUnknown(planned, config);
  const document = planDocument(planned, config);
  const problems = problemDocuments(input);
  const output: PlanOutput = { ...document, problems };
  if (config.json) io.print(`${JSON.stringify(output, null, 2)}\n`);
  else {
    io.printError(
      printProblems(
        problems.filter(({ severity }) => severity !== 'note'),
        styleFor(io),
      ),
    );
    io.print(printPlan(document, styleFor(io)));
  }
  return countProblems(problems).error > 0 ? EXIT.problems : EXIT.ok;
}

function refuseUnknown({ cluster }: Plan, { node, peer }: PlanConfig): void {
  const nodes = cluster.nodes.map(({ name }) => name);
  const peers = cluster.config.peers.map(({ name }) => name);
  if (node !== null && !nodes.includes(node))
    throw new ConfigError(`--node ${node}: the input has ${listed(nodes)}`);
  if (peer !== null && !peers.includes(peer))
    throw new ConfigError(`--peer ${peer}: the input has ${listed(peers)}`);
}

function listed(names: readonly string[]): string {
  return names.length === 0
    ? 'none'
    : `only ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', ...' : ''}`;
}

const ABOUT = `Shows what a cluster with these objects does: the address of each Service, the node that answers for it on
layer 2, and the routes of each node to each peer. Without Nodes it assumes one, without EndpointSlices ready pods.
Exits with 0, or with 1 where an object is broken and was set aside.`;
