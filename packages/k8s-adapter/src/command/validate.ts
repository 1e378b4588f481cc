import { helpPage } from '../config/help.ts';
import { load } from '../config/load.ts';
import { onOrOff } from '../config/format.ts';
import type { SettingsOf } from '../config/setting.ts';
import { counted } from '../plan/explanation.ts';
import type { Io } from './command.ts';
import { EXIT } from './exitCode.ts';
import { flagsOf, wantsHelp } from './flags.ts';
import { inputSettings, readInput } from './input.ts';
import type { InputConfig } from './input.ts';
import { objectDocuments } from './objects.ts';
import type { ObjectDocument } from './objects.ts';
import { countProblems, printProblems, problemDocuments } from './problems.ts';
import type { ProblemDocument } from './problems.ts';
import { styleFor } from './style.ts';

interface ValidateConfig extends InputConfig {
  readonly strict: boolean;
}

const settings: SettingsOf<ValidateConfig> = {
  ...inputSettings,
  strict: { flag: 'strict', argument: null, about: 'let warnings fail too', default: false, parse: onOrOff },
};

/** What `fairlead validate --json` writes. */
export interface ValidationDocument {
  readonly apiVersion: 'fairlead.dev/v1';
  readonly kind: 'Validation';
  readonly valid: boolean;
  readonly counts: { readonly error: number; readonly warning: number; readonly note: number };
  readonly objects: readonly ObjectDocument[];
  readonly problems: readonly ProblemDocument[];
}

export const flags: readonly string[] = flagsOf(settings);

/** `fairlead validate` */
export async function run(args: readonly string[], io: Io): Promise<number> {
  if (wantsHelp(args)) {
    io.print(helpPage('validate', ABOUT, settings));
    return EXIT.ok;
  }
  const config = load(settings, { args, environment: io.environment });
  const input = await readInput(config, io);
  const problems = problemDocuments(input);
  const counts = countProblems(problems);
  const valid = counts.error === 0 && (!config.strict || counts.warning === 0);
  const objects = objectDocuments(input);
  const document: ValidationDocument = {
    apiVersion: 'fairlead.dev/v1',
    kind: 'Validation',
    valid,
    counts,
    objects,
    problems,
  };
  if (config.json) io.print(`${JSON.stringify(document, null, 2)}\n`);
  else io.print(printed(document, io));
  return valid ? EXIT.ok : EXIT.problems;
}

function printed({ objects, problems, counts, valid }: ValidationDocument, io: Io): string {
  const style = styleFor(io);
  const read = objects.filter(({ dialect }) => dialect !== null).length;
  const others = objects.length - read;
  const total = `${counted(read, 'object')} read, ${others} of other kinds passed over`;
  const found = [
    counted(counts.error, 'error'),
    counted(counts.warning, 'warning'),
    counted(counts.note, 'note'),
  ].join(', ');
  return `${printProblems(problems, style)}${valid ? style.good(total) : style.bad(total)}; ${found}\n`;
}

const ABOUT = `Reads objects of MetalLB, OpenELB, Fairlead and Kubernetes and says what is wrong with them.
Exits with 0 where nothing is, with 1 where something is.`;
