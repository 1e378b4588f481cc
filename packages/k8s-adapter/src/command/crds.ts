import { stringify } from 'yaml';
import { definitionOf } from '../dialect/fairlead/definition.ts';
import { KINDS } from '../dialect/fairlead/index.ts';
import { helpPage } from '../config/help.ts';
import type { Io } from './command.ts';
import { EXIT } from './exitCode.ts';
import { wantsHelp } from './flags.ts';

export const flags: readonly string[] = ['--help'];

/** `fairlead crds` */
export function run(args: readonly string[], io: Io): Promise<number> {
  io.print(wantsHelp(args) ? helpPage('crds', ABOUT, {}) : definitions());
  return Promise.resolve(EXIT.ok);
}

/** The definitions of all our own kinds, as one text of YAML documents. */
export function definitions(): string {
  return KINDS.map(
    (kind) => `---\n${stringify(definitionOf(kind), { lineWidth: 0, aliasDuplicateObjects: false })}`,
  ).join('');
}

const ABOUT = 'Writes the definitions of the resources of fairlead.dev, for kubectl apply -f -.';
