import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../integration/lab/index.ts';
import { findGoTool, goBuild } from '../integration/lab/tool/golang.ts';

/** A program of a benchmark in Go, built once for each state of its source. */
export async function findGoProgram(
  lab: Lab,
  folder: string,
  program: string,
): Promise<
  { readonly kind: 'found'; readonly path: string } | { readonly kind: 'missing'; readonly reason: string }
> {
  const tool = await findGoTool({
    name: `bench-${program}`,
    version: stateOf(folder),
    programs: [program],
    takes: '1 minute',
    build: async (_, target) => {
      // Outside of the checkout, where Go takes the folder for a module of its own.
      const source = join(lab.folder, program);
      cpSync(folder, source, { recursive: true });
      await goBuild(source, target, ['.'], '');
    },
  });
  if (tool.kind === 'missing') return tool;
  return { kind: 'found', path: tool.programs.get(program)?.path ?? '' };
}

function stateOf(folder: string): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 12);
}
