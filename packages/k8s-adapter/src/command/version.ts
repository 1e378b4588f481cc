import manifest from '@fairlead/k8s-adapter/package.json' with { type: 'json' };
import type { Io } from './command.ts';
import { EXIT } from './exitCode.ts';
import { wantsHelp } from './flags.ts';

export const flags: readonly string[] = ['--help'];

/** `fairlead version` */
export function run(args: readonly string[], io: Io): Promise<number> {
  if (wantsHelp(args)) io.print(`Usage: fairlead version\n\n${ABOUT}\n`);
  else io.print(`fairlead ${manifest.version}, Node ${process.versions.node}\n`);
  return Promise.resolve(EXIT.ok);
}

const ABOUT = 'Says which Fairlead this is, and which Node runs it.';
