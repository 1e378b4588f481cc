import { readFile } from 'node:fs/promises';
import { programOf } from '../tool/catalogue.ts';

/** MetalLB's own resource definitions, as its newest release has them. */
export async function metallbDefinitions(): Promise<string> {
  const { path } = await programOf('metallb-definitions', 'definitions.yaml');
  return await readFile(path, 'utf8');
}
