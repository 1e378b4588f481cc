// Runs the benchmarks named, or all of them: `npm run bench -- [--list] [NAME...]`.
import { buildAddon } from '../scripts/addon/build.ts';
import { registry } from './registry.ts';
import type { Entry } from './registry.ts';
import { runApart } from './runApart.ts';

const words = process.argv.slice(2);
const names = words.filter((word) => word !== '--list');
const unknown = names.filter((name) => !registry.some((entry) => entry.name === name));
if (unknown.length > 0) {
  console.error(`fairlead: no benchmark ${unknown.join(', ')}; there are:\n${describe(registry)}`);
  process.exit(2);
}

const chosen = registry.filter(({ name }) => names.length === 0 || names.includes(name));
if (words.includes('--list')) console.log(describe(chosen));
else process.exitCode = await runAll(chosen);

async function runAll(entries: readonly Entry[]): Promise<number> {
  buildAddon();
  const crashed: string[] = [];
  for (const { name } of entries) if (!(await runApart(name))) crashed.push(name);
  if (crashed.length > 0) console.error(`fairlead: crashed: ${crashed.join(', ')}`);
  return crashed.length > 0 ? 1 : 0;
}

function describe(entries: readonly Entry[]): string {
  return entries
    .map(({ name, question, needs }) => `  ${name.padEnd(16)} ${question}\n${' '.repeat(19)}needs: ${needs}`)
    .join('\n');
}
