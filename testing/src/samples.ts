import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A folder of objects as their owners have them, which is no part of this repository: in the folder that FAIRLEAD_SAMPLES
 * names, or in `../shared/samples` beside the checkout; `null` where there is none.
 */
export function sampleFolder(name: string): string | null {
  const folders = [process.env['FAIRLEAD_SAMPLES'], join(import.meta.dirname, '../../../shared/samples')];
  for (const folder of folders) {
    if (folder !== undefined && existsSync(join(folder, name))) return join(folder, name);
  }
  return null;
}
