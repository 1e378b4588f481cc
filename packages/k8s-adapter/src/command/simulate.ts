import { basename } from 'node:path';
import { ConfigError } from '../config/error.ts';
import { integer, text } from '../config/format.ts';
import { helpPage } from '../config/help.ts';
import { load } from '../config/load.ts';
import type { SettingsOf } from '../config/setting.ts';
import { DEFAULT_PLAN } from '../plan/plan.ts';
import { checkNames } from '../simulate/checkNames.ts';
import { simulationDocument } from '../simulate/document.ts';
import type { SimulationDocument } from '../simulate/document.ts';
import { readScript } from '../simulate/readScript.ts';
import type { Script } from '../simulate/script.ts';
import { Simulation } from '../simulate/simulation.ts';
import { readManifest } from '../source/files.ts';
import { manifestOf } from '../source/manifest.ts';
import type { Io } from './command.ts';
import { EXIT } from './exitCode.ts';
import { flagsOf, wantsHelp } from './flags.ts';
import { inputSettings, readInput } from './input.ts';
import type { Input, InputConfig } from './input.ts';
import { printSimulation } from './printSimulation.ts';
import { countProblems, printProblems, problemDocument, problemDocuments } from './problems.ts';
import type { ProblemDocument } from './problems.ts';
import { styleFor } from './style.ts';

interface SimulateConfig extends InputConfig {
  readonly events: string | null;
  readonly seed: number | null;
}

const settings: SettingsOf<SimulateConfig> = {
  ...inputSettings,
  events: {
    flag: 'events',
    argument: 'FILE',
    about: 'what happens and when; without it the cluster only starts',
    default: null,
    parse: text,
  },
  seed: {
    flag: 'seed',
    argument: 'NUMBER',
    about: 'another course of chance than that of the script',
    default: null,
    parse: integer(0, 0xffffffff),
  },
};

/** What `fairlead simulate --json` writes. */
export interface SimulationOutput extends SimulationDocument {
  readonly problems: readonly ProblemDocument[];
}

export const flags: readonly string[] = flagsOf(settings);

/** `fairlead simulate` */
export async function run(args: readonly string[], io: Io): Promise<number> {
  if (wantsHelp(args)) {
    io.print(helpPage('simulate', ABOUT, settings));
    return EXIT.ok;
  }
  const config = load(settings, { args, environment: io.environment });
  const input = await readInput(config, io);
  const { script, problems: wrong } = await scriptFor(config.events, input);
  const problems = [...problemDocuments(input), ...wrong];
  if (wrong.length > 0) {
    io.printError(printProblems(wrong, styleFor(io)));
    return EXIT.problems;
  }
  if (input.translation.cluster.nodes.length === 0) {
    throw new ConfigError(
      'there is no Node in the input, so nothing can happen; give -f a file with Nodes too',
    );
  }
  const seeded = { ...script, seed: config.seed ?? script.seed };
  const options = { ...DEFAULT_PLAN, loadBalancerClass: config.loadBalancerClass };
  const simulation = new Simulation(input.files.objects, seeded, options);
  const document = simulationDocument(simulation, seeded, simulation.run());
  if (config.json) io.print(`${JSON.stringify({ ...document, problems }, null, 2)}\n`);
  else {
    const shown = problems.filter(({ severity }) => severity !== 'note');
    io.printError(printProblems(shown, styleFor(io)));
    if (config.events === null) io.printError('Nothing happens without --events FILE but the start.\n');
    io.print(printSimulation(document, styleFor(io)));
  }
  return countProblems(problems).error > 0 ? EXIT.problems : EXIT.ok;
}

/** The script, and what is wrong with it and where. */
async function scriptFor(
  file: string | null,
  { translation }: Input,
): Promise<{ readonly script: Script; readonly problems: readonly ProblemDocument[] }> {
  if (file === null) return { script: readScript({ events: [] }, '', null).script, problems: [] };
  const manifest = manifestOf(file, await readManifest(file));
  const syntax = manifest.syntaxProblems.map((each) => ({ ...SYNTAX, ...each }));
  const [source] = manifest.objects;
  const { script, problems } = readScript(source?.content ?? null, basename(file), source?.origin ?? null);
  if (syntax.length > 0) return { script, problems: syntax };
  const names = checkNames(script, translation.cluster, basename(file), source?.origin ?? null);
  return { script, problems: [...problems, ...names].map((each) => problemDocument(each, manifest)) };
}

const SYNTAX = { severity: 'error', code: 'notYaml', object: null, field: '', value: null } as const;

const ABOUT = `Runs a cluster of these manifests by a virtual clock, on virtual wires, with the BGP and layer 2 code that runs in real ones.
What happens is in the file of --events: nodes die and return, endpoints move, routers restart, links fail, objects change.
Prints what routers and hosts see, and for how long an address had no owner or several. The same seed gives the same output.
Exits with 0, or with 1 where an object or the script is broken.`;
