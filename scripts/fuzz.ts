import { parseArgs } from 'node:util';
import { fuzz } from './fuzz/run.ts';
import { targets } from './fuzz/targets.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    executions: { type: 'string', default: '200000' },
    seed: { type: 'string', default: String(Date.now() % 0x100000000) },
  },
});
const unknown = positionals.filter((name) => !targets.some((target) => target.name === name));
const [executions, seed] = [Number(values.executions), Number(values.seed)];
if (unknown.length > 0 || !Number.isInteger(executions) || !Number.isInteger(seed)) {
  console.error(
    `usage: npm run fuzz -- [${targets.map(({ name }) => name).join(' ')}] [--executions N] [--seed N]`,
  );
  process.exit(2);
}

for (const target of targets) {
  if (positionals.length > 0 && !positionals.includes(target.name)) continue;
  const started = performance.now();
  const onProgress = (done: number): void => {
    console.log(`${target.name}: ${done} executions`);
  };
  const files = fuzz(target, { executions, seed, onProgress });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${target.name}: ${executions} executions with seed ${seed} in ${seconds} s, ${files.length} faults`,
  );
  for (const file of files) console.log(`  ${file}`);
  if (files.length > 0) process.exitCode = 1;
}
