import { ConfigError } from '../config/error.ts';
import { listOf, objectName, onOrOff, text } from '../config/format.ts';
import type { SettingsOf } from '../config/setting.ts';
import type { Translation } from '../dialect/assemble/index.ts';
import { translate } from '../dialect/translate.ts';
import { readFiles } from '../source/files.ts';
import type { FileObjects } from '../source/files.ts';
import type { Io } from './command.ts';

/** What every offline command can be told of its input. */
export interface InputConfig {
  readonly files: readonly string[];
  readonly recursive: boolean;
  readonly namespace: string | null;
  readonly loadBalancerClass: string | null;
  readonly json: boolean;
  readonly verbose: boolean;
}

export const inputSettings: SettingsOf<InputConfig> = {
  files: {
    flag: 'filename',
    short: 'f',
    argument: 'PATH',
    about: 'a manifest, a folder of them, or - for the standard input; may be repeated',
    isList: true,
    default: [],
    parse: listOf(text),
  },
  recursive: {
    flag: 'recursive',
    short: 'R',
    argument: null,
    about: 'read folders in folders too',
    default: false,
    parse: onOrOff,
  },
  namespace: {
    flag: 'namespace',
    argument: 'NAME',
    about: 'read configuration objects of this namespace only; by default of all',
    default: null,
    parse: objectName,
  },
  loadBalancerClass: {
    flag: 'load-balancer-class',
    argument: 'CLASS',
    about: 'serve only Services of this spec.loadBalancerClass',
    default: null,
    parse: text,
  },
  json: { flag: 'json', argument: null, about: 'write JSON', default: false, parse: onOrOff },
  verbose: {
    flag: 'verbose',
    short: 'v',
    argument: null,
    about: 'show the stack of errors',
    default: false,
    parse: onOrOff,
  },
};

/** The objects of the input and what they mean. */
export interface Input {
  readonly files: FileObjects;
  readonly translation: Translation;
}

export async function readInput(
  config: Pick<InputConfig, 'files' | 'recursive' | 'namespace'>,
  io: Io,
): Promise<Input> {
  if (config.files.length === 0) {
    throw new ConfigError('nothing to read: say -f with a file, a folder, or - for the standard input');
  }
  const files = await readFiles(config.files, { isRecursive: config.recursive, stdin: io.stdin });
  const translation = translate(files.objects, { configNamespace: config.namespace, hasSecrets: false });
  return { files, translation };
}
