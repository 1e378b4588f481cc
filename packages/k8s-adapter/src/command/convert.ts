import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { ConfigError } from '../config/error.ts';
import { objectName, oneOf, onOrOff, text } from '../config/format.ts';
import { helpPage } from '../config/help.ts';
import { load } from '../config/load.ts';
import type { SettingsOf } from '../config/setting.ts';
import { convert } from '../convert/convert.ts';
import type { Conversion, Rewritten, Target } from '../convert/conversion.ts';
import { refOf } from '../dialect/metadata.ts';
import { isClusterScoped } from '../dialect/registry.ts';
import { formatRef } from '../model/object.ts';
import type { ObjectRef } from '../model/object.ts';
import type { Io } from './command.ts';
import { EXIT } from './exitCode.ts';
import { flagsOf, wantsHelp } from './flags.ts';
import { inputSettings, readInput } from './input.ts';
import type { Input, InputConfig } from './input.ts';
import { countProblems, printProblems, problemDocuments } from './problems.ts';
import type { ProblemDocument } from './problems.ts';
import { styleFor } from './style.ts';

interface ConvertConfig extends Omit<InputConfig, 'loadBalancerClass'> {
  readonly to: Target;
  readonly targetNamespace: string;
  readonly output: string | null;
  readonly all: boolean;
  readonly strict: boolean;
}

const settings: SettingsOf<ConvertConfig> = {
  files: inputSettings.files,
  recursive: inputSettings.recursive,
  namespace: inputSettings.namespace,
  to: {
    flag: 'to',
    argument: 'PRODUCT',
    about: 'whose objects to write: fairlead or metallb',
    default: 'fairlead',
    parse: oneOf('fairlead', 'metallb'),
  },
  targetNamespace: {
    flag: 'target-namespace',
    argument: 'NAME',
    about: 'where objects of metallb.io go',
    default: 'metallb-system',
    parse: objectName,
  },
  output: {
    flag: 'output',
    short: 'o',
    argument: 'DIR',
    about: 'write a file for each object into this folder, instead of all to the standard output',
    default: null,
    parse: text,
  },
  all: {
    flag: 'all',
    argument: null,
    about: 'write objects that need no change too, but no Secrets',
    default: false,
    parse: onOrOff,
  },
  strict: {
    flag: 'strict',
    argument: null,
    about: 'fail where anything gets lost',
    default: false,
    parse: onOrOff,
  },
  json: inputSettings.json,
  verbose: inputSettings.verbose,
};

/** What `fairlead convert --json` writes. */
export interface ConversionDocument {
  readonly apiVersion: 'fairlead.dev/v1';
  readonly kind: 'Conversion';
  readonly to: Target;
  readonly objects: readonly Rewritten[];
  readonly losses: readonly LossDocument[];
  readonly problems: readonly ProblemDocument[];
}

/** Something that has no equivalent, with its place. */
export interface LossDocument {
  readonly object: ObjectRef;
  readonly feature: string;
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
}

export const flags: readonly string[] = flagsOf(settings);

/** `fairlead convert` */
export async function run(args: readonly string[], io: Io): Promise<number> {
  if (wantsHelp(args)) {
    io.print(helpPage('convert', ABOUT, settings));
    return EXIT.ok;
  }
  const config = load(settings, { args, environment: io.environment });
  const input = await readInput(config, io);
  const { to, targetNamespace: namespace, all } = config;
  const conversion = convert(input.files.objects, input.translation, { to, namespace, all });
  const problems = problemDocuments(input);
  const place = placesOf(input);
  const losses = conversion.losses.map((loss) => ({ ...loss, ...place(loss.object) }));
  const document: ConversionDocument = {
    apiVersion: 'fairlead.dev/v1',
    kind: 'Conversion',
    to,
    objects: conversion.objects,
    losses,
    problems,
  };
  if (config.output !== null) await writeFiles(config.output, conversion, place);
  if (config.json) io.print(`${JSON.stringify(document, null, 2)}\n`);
  else {
    if (config.output === null) io.print(conversion.objects.map((each) => yamlOf(each, place)).join(''));
    io.printError(report(document, io));
  }
  const isLossy = config.strict && losses.length > 0;
  return countProblems(problems).error > 0 || isLossy ? EXIT.problems : EXIT.ok;
}

type Place = (ref: ObjectRef) => { readonly file: string | null; readonly line: number | null };

/** Where the objects of the input stand. */
function placesOf({ files }: Input): Place {
  const places = new Map(
    files.objects.flatMap((source) => {
      const ref = refOf(source, isClusterScoped);
      const location = source.origin === null ? null : files.locate(source.origin, '');
      return ref === null || location === null ? [] : [[formatRef(ref), location] as const];
    }),
  );
  return (ref) => places.get(formatRef(ref)) ?? { file: null, line: null };
}

function yamlOf({ object, from }: Rewritten, place: Place): string {
  const origins = from.map((ref) => {
    const { file, line } = place(ref);
    return `# from ${formatRef(ref)}${file === null ? '' : ` (${file}:${line ?? 1})`}\n`;
  });
  return `---\n${origins.join('')}${stringify(object, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

async function writeFiles(folder: string, { objects }: Conversion, place: Place): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const each of objects) {
    const { kind, metadata } = each.object;
    const home = metadata.namespace === undefined ? '' : `-${metadata.namespace}`;
    const file = join(folder, `${kind.toLowerCase()}${home}-${metadata.name}.yaml`);
    try {
      await writeFile(file, yamlOf(each, place), { flag: 'wx' });
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
      const why = code === 'EEXIST' ? 'it is there already; choose an empty folder' : code;
      throw new ConfigError(`--output: cannot write ${file}: ${why}`, { cause });
    }
  }
}

function report({ objects, losses, problems, to }: ConversionDocument, io: Io): string {
  const style = styleFor(io);
  const shown = problems.filter(({ severity, code }) => severity !== 'note' && code !== 'notSupported');
  const lost = losses.map(
    ({ object, feature, message, file, line }) =>
      `${file === null ? '' : `${file}:${line ?? 1}: `}${style.warn('lost')}: ${formatRef(object)} ${feature} ${message}\n`,
  );
  const end = `${objects.length} objects for ${to}; ${losses.length} things without an equivalent\n`;
  return `${printProblems(shown, style)}${lost.join('')}${losses.length === 0 ? style.good(end) : style.warn(end)}`;
}

const ABOUT = `Rewrites configuration of MetalLB, OpenELB and Fairlead, and the annotations of Services, to one of them. The new
objects mean the same; what has no equivalent is said on the standard error. A comment tells where each comes from.
Exits with 0, or with 1 where an object is broken, or with --strict where something gets lost.`;
