// Runs one benchmark in this process: one.ts NAME
import { registry } from './registry.ts';
import { printer } from './report/printer.ts';

const [name] = process.argv.slice(2);
const entry = registry.find((each) => each.name === name);
if (entry === undefined) throw new RangeError(`no benchmark ${name ?? ''}`);

console.log(`\n${entry.name}: ${entry.question}`);
try {
  const measure = await entry.load();
  await measure(printer());
} catch (error) {
  console.error(`  ${entry.name} crashed:`, error);
  process.exitCode = 1;
}
