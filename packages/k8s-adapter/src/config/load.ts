import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import convict from 'convict';
import { parse as parseYaml } from 'yaml';
import { ConfigError } from './error.ts';
import { environmentNames } from './setting.ts';
import type { Setting, Settings, SettingsOf } from './setting.ts';
import { suggestion } from './suggestion.ts';

/** Where settings come from. */
export interface Sources {
  /** The words after the name of the command. */
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** Takes the words that are no options, where a command has such. */
  readonly words?: string[];
}

/** One frozen value out of flags, environment, file and defaults; the first thing wrong is a `ConfigError`. */
export function load<T extends object>(settings: SettingsOf<T>, sources: Sources): Readonly<T> {
  return Object.freeze(Object.fromEntries(readAll(settings as Settings, sources)) as T);
}

function readAll(
  settings: Settings,
  { args, environment, words }: Sources,
): readonly (readonly [string, unknown])[] {
  const flags = readFlags(settings, args, words);
  const layers = convict(convictSchema(settings), { env: renamed(settings, environment), args: [] });
  const path = flags.get(CONFIG) ?? environment['FAIRLEAD_CONFIG'];
  const file = path === undefined ? {} : readFile(settings, path);
  layers.load(file);
  for (const [name, value] of flags) if (name !== CONFIG) layers.set(name, value);

  return Object.entries(settings).map(([name, setting]) => {
    const written: unknown = layers.get(name);
    if (written === UNSET) return [name, setting.default];
    const origin = originOf(name, setting, flags, environment, path);
    return [name, read(setting, origin, String(written))];
  });
}

function readFlags(
  settings: Settings,
  args: readonly string[],
  words?: string[],
): ReadonlyMap<string, string> {
  const options = new Map<string, FlagOption>([[CONFIG, { type: 'string' }]]);
  for (const { flag, short, argument } of Object.values(settings)) {
    const type = argument === null ? 'boolean' : 'string';
    options.set(flag, short === undefined ? { type } : { type, short });
  }
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(options),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const byFlag = new Map(
    Object.entries(settings).map(([name, setting]) => [setting.flag, { name, setting }]),
  );
  const flags = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind === 'positional' && words !== undefined) {
      words.push(token.value);
      continue;
    }
    if (token.kind === 'positional') {
      const hint = byFlag.has('filename') ? `say -f ${token.value} to read it` : 'options begin with --';
      throw new ConfigError(`"${token.value}" is not expected here: ${hint}`);
    }
    if (token.kind === 'option-terminator') continue;
    const entry = byFlag.get(token.name);
    const takesValue = token.name === CONFIG || (entry !== undefined && entry.setting.argument !== null);
    if (entry === undefined && token.name !== CONFIG) {
      throw new ConfigError(
        `unknown option ${token.rawName}${suggestion(
          token.rawName,
          [...byFlag.keys()].map((flag) => `--${flag}`),
        )}`,
      );
    }
    if (takesValue && token.value === undefined) throw new ConfigError(`${token.rawName} needs a value`);
    const name = entry?.name ?? CONFIG;
    const value = token.value ?? 'true';
    const before = entry?.setting.isList === true ? flags.get(name) : undefined;
    flags.set(name, before === undefined ? value : `${before},${value}`);
  }
  return flags;
}

interface FlagOption {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
}

function readFile(settings: Settings, path: string): Readonly<Record<string, unknown>> {
  let content: unknown;
  try {
    content = parseYaml(readFileSync(path, 'utf8')) as unknown;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n', 1).join('') : String(cause);
    throw new ConfigError(`cannot read the configuration file ${path}: ${why}`, { cause });
  }
  if (content === null) return {};
  if (typeof content !== 'object' || Array.isArray(content)) {
    throw new ConfigError(`configuration file ${path} must hold names and values, such as logLevel: debug`);
  }
  for (const name of Object.keys(content)) {
    if (!(name in settings)) {
      const hint = suggestion(name, Object.keys(settings));
      throw new ConfigError(`configuration file ${path} sets ${name}, which does not exist${hint}`);
    }
  }
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, String(value)]));
}

function convictSchema(settings: Settings): convict.Schema<Record<string, string>> {
  const properties = Object.entries(settings).map(([name, setting]) => [
    name,
    { doc: setting.about, format: String, default: UNSET, env: environmentNames(setting)[0] },
  ]);
  return Object.fromEntries(properties) as convict.Schema<Record<string, string>>;
}

/** The environment with the names of other products replaced by ours, where ours are not set. */
function renamed(settings: Settings, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const result = { ...environment };
  for (const setting of Object.values(settings)) {
    const [own = '', ...others] = environmentNames(setting);
    const value = [own, ...others]
      .map((name) => environment[name])
      .find((each) => each !== undefined && each !== '');
    if (value !== undefined) result[own] = value;
  }
  return result;
}

function read(setting: Setting<unknown>, origin: string, written: string): unknown {
  try {
    return setting.parse(written);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigError(`${origin} ${error.message}, not "${written}"`, { cause: error });
  }
}

function originOf(
  name: string,
  setting: Setting<unknown>,
  flags: ReadonlyMap<string, string>,
  environment: NodeJS.ProcessEnv,
  path: string | undefined,
): string {
  if (flags.has(name)) return `--${setting.flag}`;
  const variable = environmentNames(setting).find((each) => (environment[each] ?? '') !== '');
  return variable ?? `${name} in ${path ?? 'the configuration file'}`;
}

const CONFIG = 'config';
const UNSET = '\0';
