import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A file of the conformance corpus, which is no part of this repository: in the folder that FAIRLEAD_CORPUS names, or in
 * `../shared/corpus` beside the checkout; `null` where there is none.
 */
export function corpusFile(name: string): string | null {
  const folders = [process.env['FAIRLEAD_CORPUS'], join(import.meta.dirname, '../../../shared/corpus')];
  for (const folder of folders) {
    if (folder !== undefined && existsSync(join(folder, name))) return join(folder, name);
  }
  return null;
}
