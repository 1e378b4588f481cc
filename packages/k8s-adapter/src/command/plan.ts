import { ConfigError } from '../config/error.ts';
import { listOf, text } from '../config/format.ts';
import { helpPage } from '../config/help.ts';
import { load } from '../config/load.ts';
import type { SettingsOf } from '../config/setting.ts';
import type { ChangeDocument } from '../change/document.ts';
import { planDocument } from '../plan/document.ts';
import type { PlanDocument } from '../plan/document.ts';
import { DEFAULT_PLAN, plan } from '../plan/plan.ts';
import type { Plan, PlanOptions } from '../plan/plan.ts';
import type { Io } from './command.ts';
import { EXIT } from './exitCode.ts';
import { flagsOf, wantsHelp } from './flags.ts';
import { inputSettings, readInput } from './input.ts';
import type { Input, InputConfig } from './input.ts';
import { printPlan } from './printPlan.ts';
import { countProblems, printProblems, problemDocuments } from './problems.ts';
import type { ProblemDocument } from './problems.ts';
import { styleFor } from './style.ts';

interface PlanConfig extends InputConfig {
  readonly node: string | null;
  readonly peer: string | null;
  readonly against: readonly string[];
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
  against: {
    flag: 'against',
    argument: 'PATH',
    about: 'the objects that the cluster runs with: show only what changes, and what is sent for it',
    isList: true,
    default: [],
    parse: listOf(text),
  },
};

/** What `fairlead plan --json` writes. */
export interface PlanOutput extends PlanDocument {
  readonly problems: readonly ProblemDocument[];
}

/** What `fairlead plan --against --json` writes. */
export interface ChangeOutput extends ChangeDocument {
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
  const problems = problemDocuments(input);
  const options = { ...DEFAULT_PLAN, loadBalancerClass: config.loadBalancerClass };
  const show = config.against.length === 0 ? showPlan : showChange;
  const { document, print } = await show(input, config, options, io);
  if (config.json) io.print(`${JSON.stringify({ ...document, problems }, null, 2)}\n`);
  else {
    const shown = problems.filter(({ severity }) => severity !== 'note');
    io.printError(printProblems(shown, styleFor(io)));
    io.print(print());
  }
  return countProblems(problems).error > 0 ? EXIT.problems : EXIT.ok;
}

interface Shown {
  readonly document: PlanDocument | ChangeDocument;
  readonly print: () => string;
}

function showPlan(input: Input, config: PlanConfig, options: PlanOptions, io: Io): Shown {
  const planned = plan(input.translation.cluster, options);
  refuseUnknown([planned], config);
  const document = planDocument(planned, config);
  return { document, print: () => printPlan(document, styleFor(io)) };
}

/** What speaks BGP and ARP is loaded for this alone. */
async function showChange(input: Input, config: PlanConfig, options: PlanOptions, io: Io): Promise<Shown> {
  const { changeBetween } = await import('../change/change.ts');
  const { changeDocument } = await import('../change/document.ts');
  const { printChange } = await import('./printChange.ts');
  const old = await readInput({ ...config, files: config.against }, io);
  const change = changeBetween(old.translation, input.translation, options);
  refuseUnknown([change.before, change.after], config);
  const document = changeDocument(change, config);
  return { document, print: () => printChange(document, styleFor(io)) };
}

function refuseUnknown(plans: readonly Plan[], { node, peer }: PlanConfig): void {
  const clusters = plans.map(({ cluster }) => cluster);
  const nodes = namesIn(clusters.map((cluster) => cluster.nodes));
  const peers = namesIn(clusters.map(({ config }) => config.peers));
  if (node !== null && !nodes.includes(node))
    throw new ConfigError(`--node ${node}: the input has ${listed(nodes)}`);
  if (peer !== null && !peers.includes(peer))
    throw new ConfigError(`--peer ${peer}: the input has ${listed(peers)}`);
}

function namesIn(lists: readonly (readonly { readonly name: string }[])[]): readonly string[] {
  return [...new Set(lists.flat().map(({ name }) => name))];
}

function listed(names: readonly string[]): string {
  return names.length === 0
    ? 'none'
    : `only ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', ...' : ''}`;
}

const ABOUT = `Shows what a cluster with these objects does: the address of each Service, the node that answers for it on
layer 2, and the routes of each node to each peer. Without Nodes it assumes one, without EndpointSlices ready pods.
With --against it shows what a cluster that runs with those other objects does when it gets these: which UPDATEs each
peer is sent, which addresses move on layer 2, and which sessions end for it.
Exits with 0, or with 1 where an object is broken and was set aside.`;
